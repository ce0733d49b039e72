package dev.drover.gateway.log;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

/** Where the access log goes, and in which form. */
public record LogSettings(Form form, Sink sink) {
    /** The form of a line. */
    public enum Form {
        /** One JSON object (RFC 8259). */
        JSON,
        /** The "combined" form of Apache and nginx, for tools that know it. */
        COMBINED
    }

    /** Where lines go. */
    public sealed interface Sink {
        /**
         * A file that is renamed to {@code NAME.1}, {@code NAME.2} ... when it is full or old.
         *
         * @param keep how many renamed ones are kept
         */
        record File(Path path, long mostBytes, Duration oldest, int keep) implements Sink {
            public static File in(Path folder) {
                return new File(folder.resolve("access.log"), 100L << 20, Duration.ofDays(1), 10);
            }
        }

        /** A stream that is never closed, such as standard output. */
        record Stream(OutputStream out) implements Sink {}

        /** Nowhere; watchers still see every request. */
        record Off() implements Sink {}
    }
}
