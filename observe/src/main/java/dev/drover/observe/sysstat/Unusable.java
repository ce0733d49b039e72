package dev.drover.observe.sysstat;

import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;

/** A text that is not what {@code sadf -j} prints, or too little of it; the message says where, why, and the way out. */
public final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    static final String FIX = "\n  fix: LC_ALL=C sadf -j FILE -- -A > FILE.json";

    private Unusable(String message) {
        super(message);
    }

    static Unusable at(JsonLocation where, String what) {
        return new Unusable(where.getLineNr() + ":" + where.getColumnNr() + ": " + what + FIX);
    }

    static Unusable whole(String what) {
        return new Unusable("1:1: " + what + FIX);
    }
}
