package dev.drover.plane.lines;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Where finished lines go. By the log's thread only. */
public interface LineSink extends AutoCloseable {
    /** Whole lines: all of them are written, or none counts. */
    void write(ByteBuffer lines) throws IOException;

    @Override
    void close();

    /** For messages. */
    String name();

    /** A stream that belongs to somebody else; lines come in arrays. */
    static LineSink stream(OutputStream out) {
        return new StreamSink(out);
    }

    static LineSink nowhere() {
        return new NoSink();
    }

    /** A stream. */
    record StreamSink(OutputStream out) implements LineSink {
        @Override
        public void write(ByteBuffer lines) throws IOException {
            out.write(lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
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
        public void write(ByteBuffer lines) {}

        @Override
        public void close() {}

        @Override
        public String name() {
            return "none";
        }
    }
}
