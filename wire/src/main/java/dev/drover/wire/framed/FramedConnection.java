package dev.drover.wire.framed;

import dev.drover.wire.Loop;
import dev.drover.wire.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection: cuts what comes into messages and sends others back. A client that sends faster than it reads is not read from; one
 * that takes too long from message to message, byte by byte or not at all, is closed.
 */
final class FramedConnection extends ChannelInboundHandlerAdapter implements Conversation {
    private final SocketChannel channel;
    private final InetSocketAddress client;
    private final FrameHandler handler;
    private final FrameLimits limits;
    private final Loop loop;
    private final Timer patience = new Timer() {
        @Override
        protected void expired() {
            var _ = channel.close();
        }
    };
    /** What came and is no whole message yet, or waits for the client to read. Owned. */
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    /** What is being sent, message by message. */
    private @Nullable FrameSource sending;

    /** Nothing more comes. */
    private boolean inputEnded;

    /** Nothing more is answered. */
    private boolean ended;

    FramedConnection(Loop loop, SocketChannel channel, FrameHandler handler, FrameLimits limits) {
        this.loop = loop;
        this.channel = channel;
        this.client = channel.remoteAddress();
        this.handler = handler;
        this.limits = limits;
        loop.timers().arm(patience, limits.idle());
    }

    @Override
    public InetSocketAddress client() {
        return client;
    }

    @Override
    public void send(byte[] bytes, int length) {
        ByteBuf message = channel.alloc().ioBuffer(2 + length);
        message.writeShort(length).writeBytes(bytes, 0, length);
        var _ = channel.write(message, channel.voidPromise());
    }

    @Override
    public void send(FrameSource source) {
        sending = source;
    }

    @Override
    public void close() {
        ended = true;
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Takes over the buffer. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var more = (ByteBuf) message;
        if (held.isReadable()) {
            // What is held is less than a message, or nothing more would be read.
            var both = channel.alloc().buffer(held.readableBytes() + more.readableBytes());
            both.writeBytes(held).writeBytes(more);
            more.release();
            hold(both);
        } else {
            hold(more);
        }
        handOut();
    }

    private void hold(ByteBuf next) {
        held.release();
        held = next;
    }

    private void handOut() {
        while (!ended && channel.isWritable() && (sending != null || held.readableBytes() >= 2)) {
            if (sending != null) {
                if (!sendNext(sending)) {
                    break;
                }
                continue;
            }
            int length = held.getUnsignedShort(held.readerIndex());
            if (length > limits.longest()) {
                close();
                return;
            }
            if (held.readableBytes() < 2 + length) {
                break;
            }
            held.skipBytes(2).readBytes(handler.buffer(), 0, length);
            loop.timers().arm(patience, limits.idle());
            handler.received(length, this);
        }
        if (!held.isReadable()) {
            hold(Unpooled.EMPTY_BUFFER);
        }
        // What comes while a source waits is held, but for no more than that.
        channel.config().setAutoRead(channel.isWritable() && sending == null);
    }

    /** Whether there may be more. */
    private boolean sendNext(FrameSource source) {
        int length = source.next(handler.buffer());
        if (length == FrameSource.LATER) {
            return false;
        }
        if (length < 0) {
            sending = null;
        } else {
            loop.timers().arm(patience, limits.idle());
            send(handler.buffer(), length);
        }
        return true;
    }

    @Override
    public void wake() {
        loop.execute(this::goOn);
    }

    private void goOn() {
        if (!channel.isActive()) {
            return;
        }
        handOut();
        channel.flush();
        endIfDone();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            // Not inside of the flush that made room.
            wake();
        }
    }

    /** The client sends no more, yet may read what it asked for. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            endIfDone();
        }
    }

    private void endIfDone() {
        if (inputEnded && !ended && sending == null && channel.isWritable()) {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        sending = null;
        loop.timers().drop(patience);
        hold(Unpooled.EMPTY_BUFFER);
    }

    /** A connection that breaks is nothing to tell of. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = channel.close();
    }
}
