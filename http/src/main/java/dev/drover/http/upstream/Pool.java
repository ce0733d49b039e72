package dev.drover.http.upstream;

import dev.drover.wire.HeldMemory;
import dev.drover.wire.Loop;
import dev.drover.wire.ReadBuffers;
import dev.drover.wire.Timer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one endpoint. The one used last is lent first, so that those not needed grow old and are
 * closed. When all are in use, takers wait in order, bounded in number and time.
 */
public final class Pool {
    private final Loop loop;
    private final Endpoint endpoint;
    private final WriteBufferWaterMark marks;
    private final ArrayDeque<Link> idle = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Timer sweep = new Sweep();
    private int open;
    private boolean retired;

    public Pool(Loop loop, Endpoint endpoint) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.marks = new WriteBufferWaterMark(endpoint.unwritten() / 2, endpoint.unwritten());
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Connections that are open or being made. */
    public int open() {
        return open;
    }

    /**
     * Lends a connection now or later.
     *
     * @param connect milliseconds that making a new one may take
     * @return the wait, to be given up by {@link Waiting#cancel}; null if the taker has its answer
     */
    public @Nullable Waiting take(Taker taker, long connect) {
        Link link = idle.pollLast();
        while (link != null && !link.channel().isActive()) {
            link = idle.pollLast();
        }
        if (link != null) {
            taker.taken(link);
            return null;
        }
        if (open >= endpoint.connections() && waiting.size() >= endpoint.pending()) {
            taker.notTaken(Fault.FULL, endpoint.pending() + " requests wait already");
            return null;
        }
        var wait = new Waiting(taker, connect);
        if (open < endpoint.connections()) {
            connect(wait);
        } else {
            waiting.addLast(wait);
            loop.timers().arm(wait, endpoint.patience());
        }
        return wait.done ? null : wait;
    }

    /** A place in the queue, or a connection being made. */
    public final class Waiting extends Timer {
        private final Taker taker;
        private final long connect;
        private boolean done;

        private Waiting(Taker taker, long connect) {
            this.taker = taker;
            this.connect = connect;
        }

        /** The taker does not want it any more and will not be told. */
        public void cancel() {
            done = true;
            leave();
        }

        private void leave() {
            loop.timers().drop(this);
            if (!waiting.isEmpty()) {
                waiting.remove(this);
            }
        }

        @Override
        protected void expired() {
            fail(Fault.WAITED, "waited " + endpoint.patience().toMillis() + " ms");
        }

        private void fail(Fault fault, String detail) {
            if (!done) {
                done = true;
                leave();
                taker.notTaken(fault, detail);
            }
        }

        private void succeed(Link link) {
            done = true;
            leave();
            taker.taken(link);
        }
    }

    private void connect(Waiting wait) {
        open++;
        var link = new Link(this);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.events())
                .channelFactory(loop.transport().client(endpoint.address().getAddress()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) wait.connect)
                .option(ChannelOption.RECVBUF_ALLOCATOR, ReadBuffers.INSTANCE)
                .option(ChannelOption.MESSAGE_SIZE_ESTIMATOR, HeldMemory.INSTANCE)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, marks)
                .handler(new Handlers(link, wait))
                .connect(endpoint.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                open--;
                wait.fail(Fault.CONNECT, reason(done.cause()));
                serveWaiting();
            } else if (endpoint.tls() == null) {
                ready(link, wait);
            }
        });
    }

    /** Sets a new channel up; with TLS the link is ready when the handshake is. */
    private final class Handlers extends ChannelInitializer<SocketChannel> {
        private final Link link;
        private final Waiting wait;

        Handlers(Link link, Waiting wait) {
            this.link = link;
            this.wait = wait;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (endpoint.tls() != null) {
                SslHandler tls = endpoint.tls()
                        .newHandler(
                                channel.alloc(),
                                endpoint.serverName(),
                                endpoint.address().getPort());
                tls.setHandshakeTimeoutMillis(wait.connect);
                tls.handshakeFuture().addListener(done -> handshaken(done.cause(), channel));
                channel.pipeline().addLast(tls);
            }
            channel.pipeline().addLast(link);
        }

        private void handshaken(@Nullable Throwable failure, Channel channel) {
            if (failure == null) {
                ready(link, wait);
            } else {
                wait.fail(Fault.CONNECT, "TLS: " + reason(failure));
                var _ = channel.close();
            }
        }
    }

    private static String reason(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        return message == null ? "unknown" : message;
    }

    private void ready(Link link, Waiting wait) {
        if (!wait.done) {
            wait.succeed(link);
        } else {
            give(link);
        }
    }

    /** A link that can be used again. */
    void give(Link link) {
        Waiting first = waiting.peekFirst();
        if (first != null) {
            first.succeed(link);
        } else if (retired) {
            link.abandon();
        } else {
            link.idleSince = loop.timers().nanos();
            idle.addLast(link);
            if (!sweep.isArmed()) {
                loop.timers().arm(sweep, endpoint.idle());
            }
        }
    }

    void closed(Link link) {
        open--;
        idle.remove(link);
        serveWaiting();
    }

    private void serveWaiting() {
        Waiting first = waiting.peekFirst();
        if (first != null && open < endpoint.connections()) {
            waiting.removeFirst();
            loop.timers().disarm(first);
            connect(first);
        }
    }

    /** Closes what is idle; what is lent closes when it is given back. */
    public void retire() {
        retired = true;
        loop.timers().drop(sweep);
        for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
            link.abandon();
        }
    }

    /** Closes those that have been idle for too long: the oldest lie first. */
    private final class Sweep extends Timer {
        @Override
        protected void expired() {
            long oldest = loop.timers().nanos() - endpoint.idle().toNanos();
            Link first = idle.peekFirst();
            while (first != null && first.idleSince - oldest <= 0) {
                idle.removeFirst();
                first.abandon();
                first = idle.peekFirst();
            }
            if (first != null) {
                loop.timers().armAt(this, first.idleSince + endpoint.idle().toNanos());
            }
        }
    }
}
