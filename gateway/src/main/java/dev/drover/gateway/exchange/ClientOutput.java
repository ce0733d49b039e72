package dev.drover.gateway.exchange;

import dev.drover.gateway.stage.Notes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The writing half of a client connection: flushes once for everything that was read together, and ends without loss. */
final class ClientOutput {
    private final Notes notes;
    private @Nullable ChannelHandlerContext context;
    /** What the present request's head was read into, free to be written. */
    private @Nullable ByteBuf spare;

    private boolean reading;
    private boolean unflushed;
    private long written;

    ClientOutput(Notes notes) {
        this.notes = notes;
    }

    void open(ChannelHandlerContext to) {
        context = to;
    }

    ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection is not open");
        }
        return context;
    }

    /** Writes a copy of the scratch. */
    void send(ByteBuf text) {
        notes.addSent(text.readableBytes());
        write(copy(text));
    }

    /** Writes without flushing. Takes the bytes over. */
    void write(ByteBuf bytes) {
        ChannelHandlerContext to = context();
        written += bytes.capacity();
        var _ = to.write(bytes, to.voidPromise());
    }

    /** Takes over memory that nobody needs any more. */
    void reuse(ByteBuf free) {
        releaseSpare();
        spare = free;
    }

    /** A copy of the scratch, in the memory that the request's head came in if it fits there. */
    ByteBuf copy(ByteBuf text) {
        ByteBuf free = spare;
        if (free != null && free.clear().writableBytes() >= text.readableBytes()) {
            spare = null;
            return free.writeBytes(text);
        }
        return context().alloc().ioBuffer(text.readableBytes()).writeBytes(text);
    }

    void releaseSpare() {
        ByteBuf free = spare;
        if (free != null) {
            spare = null;
            free.release();
        }
    }

    void readingBegins() {
        reading = true;
    }

    void readingEnds() {
        reading = false;
        if (unflushed) {
            unflushed = false;
            context().flush();
        }
    }

    /** Flushes now, or once for everything that is being read. */
    void flush() {
        if (reading) {
            unflushed = true;
        } else {
            context().flush();
        }
    }

    /** Closes when everything is written. */
    void closeWhenWritten() {
        ChannelHandlerContext to = context();
        var _ = to.writeAndFlush(to.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }

    /** Says that nothing more will come when everything is written; reading goes on. */
    void finishWhenWritten() {
        ChannelHandlerContext to = context();
        var _ = to.writeAndFlush(to.alloc().buffer(0)).addListener(done -> {
            var _ = ((SocketChannel) to.channel()).shutdownOutput();
        });
    }

    /** Closes at once and forgets what the client did not take, in the kernel, too. */
    void reset() {
        ChannelHandlerContext to = context();
        to.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = to.channel().close();
    }

    /** Memory that waits to be written: the client does not take it, or has had no time to. */
    long pending() {
        var buffer = context().channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /** Bytes that the client has taken, but for a constant and within the size of a few buffers. */
    long taken() {
        return written - pending();
    }
}
