package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.FieldChanges;
import dev.drover.http.head.Field;
import dev.drover.http.head.Head;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Writing of head lines into a buffer on the heap, shared by both directions. */
final class Lines {
    static final byte[] CRLF = ascii("\r\n");
    static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    static final byte[] CLOSE = ascii("Connection: close\r\n");
    static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    static final byte[] CONNECTION_UPGRADE = ascii("Connection: upgrade\r\n");

    private Lines() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static void number(ByteBuf out, long value) {
        long scale = 1;
        while (value / scale >= 10) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            out.writeByte((int) ('0' + value / scale % 10));
        }
    }

    /** Which received lines are written again. */
    interface Keep {
        boolean keeps(Field kind);
    }

    /** Copies the lines that are kept, neighbours in one go, byte by byte as they came. */
    static void copy(Head head, Keep keep, FieldChanges changes, View name, ByteBuf out) {
        byte[] bytes = head.bytes();
        boolean changing = !changes.isEmpty();
        int run = -1;
        int fields = head.fields();
        for (int i = 0; i < fields; i++) {
            boolean kept = keep.keeps(head.kind(i))
                    && !(changing && changes.drops(name.of(bytes, head.nameStart(i), head.nameEnd(i))));
            if (kept && run < 0) {
                run = head.nameStart(i);
            } else if (!kept && run >= 0) {
                out.writeBytes(bytes, run, head.nameStart(i) - run);
                run = -1;
            }
        }
        if (run >= 0) {
            out.writeBytes(bytes, run, head.lineEnd(fields - 1) - run);
        }
    }
}
