package dev.drover.http.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** The end of a connection of HTTP/2: one that breaks, or is broken off for what the client does, is closed and nothing to tell of. */
final class Breakage extends ChannelInboundHandlerAdapter {
    /** Frames of the connection as a whole, which mean nothing here. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
