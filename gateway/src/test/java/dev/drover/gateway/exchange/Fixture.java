package dev.drover.gateway.exchange;

import dev.drover.board.InstanceId;
import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Front;
import dev.drover.gateway.stage.Lane;
import dev.drover.gateway.stage.Upstream;
import dev.drover.model.Listener;
import dev.drover.model.Network;
import dev.drover.model.Where;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A front on one loop, with a lane that a test leads. */
final class Fixture implements AutoCloseable {
    final Loops loops;
    final SimpleLane lane = new SimpleLane();
    final HttpFront front;
    final Front.Door door;
    private final Front.Keys keys;
    private int instances;

    Fixture() throws NotPrepared {
        this(Guards.DEFAULT, 0);
    }

    Fixture(Guards guards, int port) throws NotPrepared {
        this(guards, port, 1);
    }

    Fixture(Guards guards, int port, int workers) throws NotPrepared {
        loops = Loops.start(workers, Ticker.system());
        front = new HttpFront(loops, guards, Ticker.system());
        front.start(Collections.<Lane>nCopies(workers, lane));
        keys = front.load(List.of());
        door = front.bind(listener(port, false));
        serve(false, List.of());
    }

    void serve(boolean proxyProtocol, List<Network> trusted) {
        door.serve(listener(door.port(), proxyProtocol), keys, trusted);
    }

    private static Listener listener(int port, boolean proxyProtocol) {
        return new Listener(
                Where.nowhere(),
                "web",
                Listener.Protocol.HTTP,
                new Listener.BindAddress("127.0.0.1", port),
                List.of(),
                proxyProtocol);
    }

    /** Adds an instance on loopback. */
    Upstream upstream(int port) {
        return upstream(port, 512, 16, 500);
    }

    Upstream upstream(int port, int connections, int pending, long pendingMillis) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Upstream made = front.upstreams(0)
                .make(new Upstream.Spec(
                        new InstanceId("all", "i-" + instances++),
                        address,
                        "localhost",
                        connections,
                        pending,
                        pendingMillis,
                        Optional.empty()));
        lane.upstreams.add(made);
        return made;
    }

    int port() {
        return door.port();
    }

    @Override
    public void close() {
        door.close();
        front.close();
        keys.close();
        loops.close();
    }

    /** Serves on the first port what the second one has, for a look with other tools. */
    public static void main(String[] args) throws Exception {
        var fixture = new Fixture(Guards.DEFAULT, Integer.parseInt(args[0]));
        fixture.lane.patience = new dev.drover.gateway.stage.Patience(1000, 30000, 60000, 0);
        fixture.lane.recording = false;
        fixture.upstream(Integer.parseInt(args[1]));
        Thread.currentThread().join();
    }
}
