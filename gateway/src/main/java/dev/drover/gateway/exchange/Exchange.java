package dev.drover.gateway.exchange;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Connections;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Upstream;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.upstream.Endpoint;
import dev.drover.http.upstream.Pool;
import dev.drover.wire.Loop;
import dev.drover.wire.proxy.ProxyHandler;
import dev.drover.wire.tls.BadKey;
import dev.drover.wire.tls.ClientTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data path of one event loop: its client connections, and how it reaches upstreams. Everything but the constructor is called
 * on the loop.
 */
final class Exchange implements Upstream.Maker {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Loop loop;
    private final Guards guards;
    private final ClientTls tls;
    private final HeadLimits headLimits;
    /** The upstream's side has as much again. */
    private final WriteBufferWaterMark marks;

    private final Set<ClientConnection> connections = new HashSet<>();
    private volatile int open;
    private final ByteBuf scratch = Unpooled.buffer(4 << 10, 1 << 20);
    private final RequestWriter requests = new RequestWriter();
    private final ResponseWriter responses;
    private volatile @Nullable Lane lane;

    Exchange(Loop loop, Guards guards, InstantSource wall, ClientTls tls) {
        this.loop = loop;
        this.guards = guards;
        this.tls = tls;
        this.marks = new WriteBufferWaterMark(guards.unwritten() / 2, guards.unwritten());
        this.headLimits = new HeadLimits(guards.uriBytes() + 32, guards.fields(), guards.headBytes());
        this.responses = new ResponseWriter(new Clock(wall));
    }

    Loop loop() {
        return loop;
    }

    /** Who decides, from now on; to be set before the first connection. */
    void lane(Lane deciding) {
        lane = deciding;
    }

    Lane lane() {
        Lane set = lane;
        if (set == null) {
            throw new IllegalStateException("no lane was set");
        }
        return set;
    }

    Guards guards() {
        return guards;
    }

    HeadLimits headLimits() {
        return headLimits;
    }

    RequestWriter requests() {
        return requests;
    }

    ResponseWriter responses() {
        return responses;
    }

    /** An empty buffer on the heap to write one head into; valid until the next call. */
    ByteBuf scratch() {
        return scratch.clear();
    }

    @Override
    public Upstream make(Upstream.Spec spec) {
        var endpoint = new Endpoint(
                spec.address(),
                context(spec),
                spec.tls().map(t -> ClientTls.serverName(t, spec.host())).orElse(spec.host()),
                spec.connections(),
                spec.pendingLimit(),
                Duration.ofMillis(spec.pendingMillis()),
                IDLE,
                guards.unwritten());
        return new Reach(spec, new Pool(loop, endpoint));
    }

    private @Nullable SslContext context(Upstream.Spec spec) {
        if (spec.tls().isEmpty()) {
            return null;
        }
        try {
            return tls.context(spec.tls().get());
        } catch (BadKey e) {
            throw new IllegalStateException("instances of " + spec.id().service() + ": " + e.getMessage(), e);
        }
    }

    /** Serves a new connection, if it is admitted. */
    void accept(SocketChannel channel, Entrance entrance) {
        InetSocketAddress peer = channel.remoteAddress();
        Connections counts = lane().connections();
        if (peer == null || !counts.opened(entrance.name(), peer.getAddress())) {
            var _ = channel.close();
            return;
        }
        channel.config().setWriteBufferWaterMark(marks);
        channel.closeFuture().addListener(done -> counts.closed(entrance.name(), peer.getAddress()));
        if (entrance.listener().proxyProtocol() && entrance.trusts(peer.getAddress())) {
            channel.pipeline().addLast(new ProxyHandler(new Proxied(channel, entrance), guards.firstByteTime()));
        } else {
            serve(channel, entrance, peer);
        }
    }

    private void serve(SocketChannel channel, Entrance entrance, InetSocketAddress client) {
        if (entrance.isEncrypted()) {
            channel.pipeline().addLast(entrance.tls(channel.alloc(), guards.headTime()));
        }
        channel.pipeline().addLast(new ClientConnection(this, entrance, client));
    }

    /** Goes on when a trusted peer has said whose the connection is. */
    private final class Proxied implements ProxyHandler.Told {
        private final SocketChannel channel;
        private final Entrance entrance;

        Proxied(SocketChannel channel, Entrance entrance) {
            this.channel = channel;
            this.entrance = entrance;
        }

        @Override
        public void known(ChannelHandlerContext context, InetSocketAddress client) {
            serve(channel, entrance, client);
        }

        @Override
        public void refused(String why) {
            lane().connections().rejected(entrance.name(), Connections.Reason.PROXY_HEADER);
        }
    }

    void opened(ClientConnection connection) {
        connections.add(connection);
        open = connections.size();
    }

    void closed(ClientConnection connection) {
        connections.remove(connection);
        open = connections.size();
    }

    /** Client connections that are open; from any thread. */
    int connections() {
        return open;
    }

    /** Closes the connections that have no request; the others close after their answer, since the lane says so. */
    void drain() {
        for (ClientConnection connection : new ArrayList<>(connections)) {
            connection.drain();
        }
    }

    /** Closes all connections now. */
    void abort() {
        for (ClientConnection connection : new ArrayList<>(connections)) {
            connection.close();
        }
    }
}
