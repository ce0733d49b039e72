package dev.drover.logging;

import org.jspecify.annotations.Nullable;

/** An error with where it came from and what caused it, as lines for a log. */
public final class Trace {
    /** Deeper chains of causes are circles. */
    private static final int DEEPEST = 10;

    private Trace() {}

    public static String of(Throwable error) {
        var text = new StringBuilder();
        @Nullable Throwable now = error;
        for (int i = 0; now != null && i < DEEPEST; i++) {
            text.append(i == 0 ? "  " : "  caused by ").append(now).append('\n');
            for (StackTraceElement at : now.getStackTrace()) {
                text.append("    at ").append(at).append('\n');
            }
            now = now.getCause();
        }
        return text.toString();
    }
}
