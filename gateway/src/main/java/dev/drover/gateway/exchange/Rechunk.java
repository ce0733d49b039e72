package dev.drover.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Frames a body by chunks whose end the upstream marks by closing: so the client's connection can be kept, and the client can
 * tell the end from a break.
 */
final class Rechunk {
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Rechunk() {}

    /** Writes one chunk, and the end if there is nothing more. Takes the bytes over. */
    static void write(ClientConnection client, ByteBuf bytes, boolean last) {
        ByteBufAllocator memory = client.context().alloc();
        ClientOutput to = client.output();
        int size = bytes.readableBytes();
        if (size > 0) {
            ByteBuf start = memory.ioBuffer(16);
            start.writeCharSequence(Integer.toHexString(size), StandardCharsets.US_ASCII);
            start.writeBytes(Lines.CRLF);
            client.request().notes().addSent(start.readableBytes() + size + 2L);
            to.write(start);
            to.write(bytes);
            to.write(memory.ioBuffer(2).writeBytes(Lines.CRLF));
        } else {
            bytes.release();
        }
        if (last) {
            client.request().notes().addSent(LAST.length);
            to.write(memory.ioBuffer(LAST.length).writeBytes(LAST));
        }
    }
}
