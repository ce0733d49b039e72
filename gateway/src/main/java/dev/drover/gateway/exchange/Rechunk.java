package dev.drover.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
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
        ChannelHandlerContext to = client.context();
        int size = bytes.readableBytes();
        if (size > 0) {
            ByteBuf start = to.alloc().ioBuffer(16);
            start.writeCharSequence(Integer.toHexString(size), StandardCharsets.US_ASCII);
            start.writeBytes(Lines.CRLF);
            client.request().notes().addSent(start.readableBytes() + size + 2L);
            var _ = to.write(start, to.voidPromise());
            var _ = to.write(bytes, to.voidPromise());
            var _ = to.write(to.alloc().ioBuffer(2).writeBytes(Lines.CRLF), to.voidPromise());
        } else {
            bytes.release();
        }
        if (last) {
            client.request().notes().addSent(LAST.length);
            var _ = to.write(to.alloc().ioBuffer(LAST.length).writeBytes(LAST), to.voidPromise());
        }
    }
}
