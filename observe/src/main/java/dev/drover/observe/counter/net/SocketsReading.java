package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the sockets from sample to sample: seldom if there are many, and asks who owns those that somebody may be told about.
 */
final class SocketsReading implements Group.Reader<Sockets> {
    private static final long MANY = 5000;
    private static final int SELDOM = 4;
    private static final int CALM = 2;
    private static final double FILLED = 0.5;
    private static final long PORTS = 1000;
    private static final long UNSENT = 64 << 10;

    private final Owners owners = new Owners();
    private Measured<Sockets> last = Measured.not("not read yet");
    private int rounds = 1;
    private int round;

    @Override
    public Measured<Sockets> read(Tree tree) {
        if (round % rounds == 0) {
            owners.nextRound();
            last = Group.read(tree, "/drover/tcp", Sockets::parse).map(sockets -> owned(tree, sockets));
            rounds = last.map(SocketsReading::rounds).orElse(1);
        }
        round++;
        return last;
    }

    /** Every so many rounds: each, as long as somebody waits for something. */
    private static int rounds(Sockets sockets) {
        if (sockets.all() > MANY) {
            return SELDOM;
        }
        boolean waits = sockets.listeners().stream().anyMatch(one -> one.queued() > 0 || one.halfOpen() > 0)
                || sockets.routes().stream().anyMatch(one -> one.connecting() > 0 || one.ports() > PORTS)
                || sockets.connections().values().stream()
                        .anyMatch(one -> one.unsent() > 0 || one.unread() > 0 || one.retransmitted() > 0);
        return waits ? 1 : CALM;
    }

    private Sockets owned(Tree tree, Sockets sockets) {
        List<Listener> listeners = new ArrayList<>();
        for (Listener one : sockets.listeners()) {
            boolean wanted = one.filled() > FILLED || one.halfOpen() > 0 || (one.backlog() < 0 && one.queued() > 0);
            listeners.add(wanted ? one.ownedBy(owners.of(tree, one.inode())) : one);
        }
        List<Route> routes = new ArrayList<>();
        for (Route one : sockets.routes()) {
            boolean wanted = one.ports() - one.timeWait() > PORTS || one.connecting() > 0 || one.ports() > PORTS;
            routes.add(wanted ? one.ownedBy(owners.of(tree, one.inode())) : one);
        }
        Map<String, Connection> connections = new HashMap<>();
        sockets.connections().forEach((id, one) -> {
            boolean wanted = one.unsent() > UNSENT || one.unread() > UNSENT;
            connections.put(id, wanted ? one.ownedBy(owners.of(tree, one.inode())) : one);
        });
        return new Sockets(sockets.states(), List.copyOf(listeners), List.copyOf(routes), Map.copyOf(connections));
    }
}
