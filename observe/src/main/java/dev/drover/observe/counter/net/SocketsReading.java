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
    private static final int ROUNDS = 4;
    private static final double FILLED = 0.5;
    private static final long PORTS = 1000;
    private static final long UNSENT = 64 << 10;

    private final Owners owners = new Owners();
    private Measured<Sockets> last = Measured.not("not read yet");
    private int round;

    @Override
    public Measured<Sockets> read(Tree tree) {
        boolean many = last.map(s -> s.all() > MANY).orElse(false);
        if (!many || round % ROUNDS == 0) {
            owners.nextRound();
            last = Group.read(tree, "/drover/tcp", Sockets::parse).map(sockets -> owned(tree, sockets));
        }
        round++;
        return last;
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
