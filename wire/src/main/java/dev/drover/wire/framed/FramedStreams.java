package dev.drover.wire.framed;

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
import org.jspecify.annotations.Nullable;

/** An address that takes connections on which messages go to and fro. Connections beyond the limits are closed at once. */
public final class FramedStreams implements AutoCloseable {
    private final Listening listening;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Seats seats;
    private final FrameLimits limits;
    private final List<FrameHandler> handlers;
    private volatile @Nullable ServerTls tls;

    private FramedStreams(
            Loops loops,
            String host,
            int port,
            FrameLimits limits,
            Supplier<? extends FrameHandler> handlers,
            @Nullable ServerTls tls)
            throws IOException {
        this.limits = limits;
        this.tls = tls;
        this.seats = new Seats(limits.connections(), limits.perClient());
        this.handlers =
                Stream.<FrameHandler>generate(handlers).limit(loops.count()).toList();
        this.listening = Listening.open(loops, host, port, this::accepted);
    }

    /**
     * Binds and takes connections.
     *
     * @param host {@code *} for all addresses of both families, else an address
     * @param handlers gives each loop its own
     * @throws IOException with the reason in words, such as a port in use
     */
    public static FramedStreams open(
            Loops loops, String host, int port, FrameLimits limits, Supplier<? extends FrameHandler> handlers)
            throws IOException {
        return open(loops, host, port, limits, handlers, null);
    }

    /** The same over TLS, if that is given. */
    public static FramedStreams open(
            Loops loops,
            String host,
            int port,
            FrameLimits limits,
            Supplier<? extends FrameHandler> handlers,
            @Nullable ServerTls tls)
            throws IOException {
        var streams = new FramedStreams(loops, host, port, limits, handlers, tls);
        streams.listening.accept(true);
        return streams;
    }

    /** New connections begin with this. */
    public void use(ServerTls newer) {
        tls = newer;
    }

    private void accepted(Loop loop, SocketChannel channel) {
        var address = channel.remoteAddress();
        if (address == null || !seats.take(address.getAddress())) {
            var _ = channel.close();
            return;
        }
        open.add(channel);
        var _ = channel.closeFuture().addListener(closed -> seats.giveBack(address.getAddress()));
        ServerTls begin = tls;
        if (begin != null) {
            channel.pipeline().addLast(begin.handler(channel.alloc()));
        }
        channel.pipeline().addLast(new FramedConnection(loop, channel, handlers.get(loop.index()), limits));
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
