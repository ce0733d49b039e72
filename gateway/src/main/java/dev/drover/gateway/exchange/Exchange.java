package dev.drover.gateway.exchange;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Upstream;
import dev.drover.http.head.HeadLimits;
import dev.drover.http.upstream.Endpoint;
import dev.drover.http.upstream.Pool;
import dev.drover.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
public final class Exchange implements Upstream.Maker {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Loop loop;
    private final Guards guards;
    private final HeadLimits headLimits;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final ByteBuf scratch = Unpooled.buffer(4 << 10, 1 << 20);
    private final RequestWriter requests = new RequestWriter();
    private final ResponseWriter responses;
    private @Nullable Lane lane;

    public Exchange(Loop loop, Guards guards, InstantSource wall) {
        this.loop = loop;
        this.guards = guards;
        this.headLimits = new HeadLimits(guards.uriBytes() + 32, guards.fields(), guards.headBytes());
        this.responses = new ResponseWriter(new Clock(wall));
    }

    public Loop loop() {
        return loop;
    }

    /** Who decides, from now on; to be set before the first connection. */
    public void lane(Lane deciding) {
        lane = deciding;
    }

    Lane lane() {
        if (lane == null) {
            throw new IllegalStateException("no lane was set");
        }
        return lane;
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
                null,
                spec.host(),
                spec.connections(),
                spec.pendingLimit(),
                Duration.ofMillis(spec.pendingMillis()),
                IDLE);
        return new Reach(spec, new Pool(loop, endpoint));
    }

    /** Serves HTTP/1.1 on a new connection. */
    public void serve(Channel channel, Door door) {
        channel.pipeline().addLast(new ClientConnection(this, door));
    }

    void opened(ClientConnection connection) {
        connections.add(connection);
    }

    void closed(ClientConnection connection) {
        connections.remove(connection);
    }

    /** Client connections that are open. */
    public int connections() {
        return connections.size();
    }

    /** Closes the connections that have no request; the others close after their answer, since the lane says so. */
    public void drain() {
        for (ClientConnection connection : new ArrayList<>(connections)) {
            connection.drain();
        }
    }

    /** Closes all connections now. */
    public void abort() {
        for (ClientConnection connection : new ArrayList<>(connections)) {
            connection.close();
        }
    }
}
