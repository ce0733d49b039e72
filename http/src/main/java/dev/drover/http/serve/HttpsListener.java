package dev.drover.http.serve;

import dev.drover.wire.Loop;
import dev.drover.wire.Loops;
import dev.drover.wire.listen.Listening;
import dev.drover.wire.listen.Seats;
import dev.drover.wire.tls.ServerTls;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An address that takes requests over TLS. Connections beyond the limits are closed at once. */
public final class HttpsListener implements AutoCloseable {
    /** What is spoken, the best first. */
    public static final List<String> PROTOCOLS = List.of(Settling.HTTP_2, Settling.HTTP_1);

    private final Listening listening;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Seats seats;
    private final HttpsLimits limits;
    private final List<Handler> handlers;
    private volatile ServerTls tls;

    private HttpsListener(
            Loops loops, String host, int port, HttpsLimits limits, Supplier<? extends Handler> handlers, ServerTls tls)
            throws IOException {
        this.limits = limits;
        this.tls = tls;
        this.seats = new Seats(limits.connections(), limits.perClient());
        this.handlers = Stream.<Handler>generate(handlers).limit(loops.count()).toList();
        this.listening = Listening.open(loops, host, port, this::accepted);
    }

    /**
     * Binds and takes connections.
     *
     * @param host {@code *} for all addresses of both families, else an address
     * @param handlers gives each loop its own
     * @param tls with keys for {@link #PROTOCOLS}
     * @throws IOException with the reason in words, such as a port in use
     */
    public static HttpsListener open(
            Loops loops, String host, int port, HttpsLimits limits, Supplier<? extends Handler> handlers, ServerTls tls)
            throws IOException {
        var listener = new HttpsListener(loops, host, port, limits, handlers, tls);
        listener.listening.accept(true);
        return listener;
    }

    private void accepted(Loop loop, SocketChannel channel) {
        var address = channel.remoteAddress();
        if (address == null || !seats.take(address.getAddress())) {
            var _ = channel.close();
            return;
        }
        open.add(channel);
        var _ = channel.closeFuture().addListener(closed -> seats.giveBack(address.getAddress()));
        var patience = new Patience(loop.timers(), limits.idle(), channel);
        channel.pipeline()
                .addLast(tls.handler(channel.alloc()))
                .addLast(patience)
                .addLast(new Settling(handlers.get(loop.index()), limits, patience, address));
    }

    /** New connections begin with this. */
    public void use(ServerTls newer) {
        tls = newer;
    }

    public int port() {
        return listening.port();
    }

    /** Connections that are open. */
    public int connections() {
        return seats.taken();
    }

    /** Takes no more connections and closes those there are. */
    @Override
    public void close() {
        listening.close();
        open.close().awaitUninterruptibly(1000);
    }
}
