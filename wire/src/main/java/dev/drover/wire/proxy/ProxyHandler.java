package dev.drover.wire.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands first in a connection whose peer must say who its client is, and goes away when that is done. */
public final class ProxyHandler extends ChannelInboundHandlerAdapter {
    /** Told once, on the loop. */
    public interface Told {
        /** Whose the connection is; handlers added now get all bytes that follow. */
        void known(ChannelHandlerContext context, InetSocketAddress client);

        /** There was no valid header in time; the connection closes. */
        void refused(String why);
    }

    private final Told told;
    private final Duration patience;
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;
    private boolean done;

    public ProxyHandler(Told told, Duration patience) {
        this.told = told;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var _ = context.executor()
                .schedule(
                        () -> refuse(context, "no PROXY header came in time"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (done || !(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        seen = seen.isReadable() ? Unpooled.wrappedBuffer(seen, in) : in;
        switch (ProxyHeader.read(seen)) {
            case ProxyHeader.Client client -> known(context, client.source());
            case ProxyHeader.Local local ->
                known(context, (InetSocketAddress) context.channel().remoteAddress());
            case ProxyHeader.Invalid invalid -> refuse(context, invalid.why());
            case ProxyHeader.Incomplete more -> {}
        }
    }

    private void known(ChannelHandlerContext context, InetSocketAddress client) {
        done = true;
        told.known(context, client);
        ByteBuf rest = seen;
        seen = Unpooled.EMPTY_BUFFER;
        if (rest.isReadable()) {
            context.fireChannelRead(rest);
        } else {
            rest.release();
        }
        var _ = context.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext context, String why) {
        if (!done) {
            done = true;
            release();
            told.refused(why);
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean early = !done;
        done = true;
        release();
        if (early) {
            told.refused("the connection ended before its PROXY header");
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable cause) {
        var _ = context.close();
    }

    private void release() {
        ReferenceCountUtil.release(seen);
        seen = Unpooled.EMPTY_BUFFER;
    }
}
