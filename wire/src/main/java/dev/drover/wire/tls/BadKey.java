package dev.drover.wire.tls;

import java.nio.file.Path;

/** A file that does not hold the certificate or key it should: which one and why, in words for its owner. */
public final class BadKey extends Exception {
    private static final long serialVersionUID = 1L;

    BadKey(Path file, String what) {
        super(file + ": " + what);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
