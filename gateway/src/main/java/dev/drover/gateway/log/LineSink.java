package dev.drover.gateway.log;

import java.io.IOException;

/** Where finished lines go. By the log's thread only. */
interface LineSink extends AutoCloseable {
    /** Whole lines: all of them are written, or none counts. */
    void write(LineBuffer lines) throws IOException;

    @Override
    void close();

    /** For messages. */
    String name();

    static LineSink of(LogSettings.Sink settings, java.time.InstantSource clock) {
        return switch (settings) {
            case LogSettings.Sink.File file -> new RotatedFile(file, clock);
            case LogSettings.Sink.Stream stream -> new StreamSink(stream.out());
            case LogSettings.Sink.Off off -> new NoSink();
        };
    }

    /** A stream that belongs to somebody else. */
    record StreamSink(java.io.OutputStream out) implements LineSink {
        @Override
        public void write(LineBuffer lines) throws IOException {
            out.write(lines.array(), 0, lines.length());
            out.flush();
        }

        @Override
        public void close() {}

        @Override
        public String name() {
            return "stream";
        }
    }

    /** Nowhere. */
    record NoSink() implements LineSink {
        @Override
        public void write(LineBuffer lines) {}

        @Override
        public void close() {}

        @Override
        public String name() {
            return "none";
        }
    }
}
