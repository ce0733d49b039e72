package dev.drover.observe.recording;

import java.io.IOException;

/** A file that is no recording, or not a sound one; the message says where in the file and why. */
public final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(long offset, String what) {
        super("byte " + offset + ": " + what);
    }
}
