package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
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
    private static final int QUESTIONS = 2;
    private static final int MOST_KNOWN = 1000;
    private static final double FILLED = 0.5;
    private static final long PORTS = 1000;
    private static final long UNSENT = 64 << 10;

    private final Map<Long, String> owners = new HashMap<>();
    private Measured<Sockets> last = Measured.not("not read yet");
    private int round;
    private int questions;

    @Override
    public Measured<Sockets> read(Tree tree) {
        boolean many = last.map(s -> s.all() > MANY).orElse(false);
        if (!many || round % ROUNDS == 0) {
            questions = QUESTIONS;
            last = Group.read(tree, "/drover/tcp", Sockets::parse).map(sockets -> owned(tree, sockets));
        }
        round++;
        return last;
    }

    private Sockets owned(Tree tree, Sockets sockets) {
        List<Listener> listeners = new ArrayList<>();
        for (Listener one : sockets.listeners()) {
            boolean wanted = one.filled() > FILLED || one.halfOpen() > 0 || (one.backlog() < 0 && one.queued() > 0);
            listeners.add(wanted ? one.ownedBy(owner(tree, one.inode())) : one);
        }
        List<Route> routes = new ArrayList<>();
        for (Route one : sockets.routes()) {
            boolean wanted = one.ports() - one.timeWait() > PORTS || one.connecting() > 0 || one.ports() > PORTS;
            routes.add(wanted ? one.ownedBy(owner(tree, one.inode())) : one);
        }
        Map<String, Connection> connections = new HashMap<>();
        sockets.connections().forEach((id, one) -> {
            boolean wanted = one.unsent() > UNSENT || one.unread() > UNSENT;
            connections.put(id, wanted ? one.ownedBy(owner(tree, one.inode())) : one);
        });
        return new Sockets(sockets.states(), List.copyOf(listeners), List.copyOf(routes), Map.copyOf(connections));
    }

    /** Each question walks through the descriptors of all processes: a few a round, and no socket twice. */
    private String owner(Tree tree, long inode) {
        String known = owners.get(inode);
        if (known != null || inode == 0 || questions == 0) {
            return known == null ? "" : known;
        }
        questions--;
        if (owners.size() > MOST_KNOWN) {
            owners.clear();
        }
        String owner = "";
        if (tree.read("/drover/socket/" + inode) instanceof Content.Text(byte[] bytes)) {
            var line = new Cursor(bytes);
            long pid = line.number();
            line.blanks();
            String command = line.until('\n');
            owner = line.bad() ? "" : command + ", pid " + pid;
        }
        owners.put(inode, owner);
        return owner;
    }
}
