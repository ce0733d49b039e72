package dev.drover.http.serve;

import dev.drover.wire.Timer;
import dev.drover.wire.Timers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;

/** Closes a connection on which no whole request came for too long, and one whose client sends no more. */
final class Patience extends ChannelInboundHandlerAdapter {
    private final Timers timers;
    private final Duration idle;
    private final Timer timer;

    Patience(Timers timers, Duration idle, SocketChannel channel) {
        this.timers = timers;
        this.idle = idle;
        this.timer = new Timer() {
            @Override
            protected void expired() {
                var _ = channel.close();
            }
        };
        renew();
    }

    /** A whole request has come. */
    void renew() {
        timers.arm(timer, idle);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            var _ = context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timers.drop(timer);
        context.fireChannelInactive();
    }
}
