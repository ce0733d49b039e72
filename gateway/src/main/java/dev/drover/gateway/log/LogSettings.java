package dev.drover.gateway.log;

import dev.drover.plane.lines.LineSink;
import dev.drover.plane.lines.RotatedFile;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;

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
        /** A file that is renamed to {@code NAME.1}, {@code NAME.2} ... when it is full or old. */
        record File(RotatedFile.Settings settings) implements Sink {
            public static File in(Path folder) {
                return new File(RotatedFile.Settings.of(folder.resolve("access.log")));
            }
        }

        /** A stream that is never closed, such as standard output. */
        record Stream(OutputStream out) implements Sink {}

        /** Nowhere; watchers still see every request. */
        record Off() implements Sink {}

        /** Opens nothing yet. */
        default LineSink open(InstantSource clock) {
            return switch (this) {
                case File file -> new RotatedFile(file.settings(), clock);
                case Stream stream -> LineSink.stream(stream.out());
                case Off off -> LineSink.nowhere();
            };
        }
    }
}
