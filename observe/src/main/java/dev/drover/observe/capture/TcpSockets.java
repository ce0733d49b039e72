package dev.drover.observe.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * All TCP sockets in a few lines, as {@code /drover/tcp} tells them; see {@link Tree}.
 *
 * <p>Who listens at a port comes before who is connected to it: connections to it are its, and are not counted as outgoing.
 */
final class TcpSockets {
    private static final int TIME_WAIT = 6;
    private static final int SYN_SENT = 2;
    private static final int SYN_RECEIVED = 3;
    private static final int LISTEN = 10;

    private static final int MOST_DESTINATIONS = 20;
    private static final int MOST_KEYS = 100_000;
    private static final int MOST_LISTENERS = 500;
    private static final int MOST_CONNECTIONS = 200;
    private static final int MOST_SOURCES = 1000;

    private final int firstPort;
    private final int lastPort;
    private final int[] states = new int[TcpStates.COUNT];
    private final Map<Integer, Listening> ports = new LinkedHashMap<>();
    private final List<Listening> listeners = new ArrayList<>();
    private final Map<Destination, Out> destinations = new HashMap<>();
    private final PriorityQueue<Connection> connections =
            new PriorityQueue<>(Comparator.comparingLong(Connection::weight));

    /** An address of 4 or 16 bytes. */
    record Address(long high, long low, boolean six) {
        @Override
        public String toString() {
            ByteBuffer bytes = ByteBuffer.allocate(six ? 16 : 4);
            if (six) {
                bytes.putLong(high).putLong(low);
            } else {
                bytes.putInt((int) low);
            }
            try {
                return InetAddress.getByAddress(bytes.array()).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // 4 and 16 bytes are addresses
            }
        }
    }

    /** One socket; a listener has connections to accept as {@code unread} and its backlog as {@code unsent}, -1 if unknown. */
    record Socket(
            int state, Address here, int port, Address there, int theirPort, long unread, long unsent, long inode) {}

    private record Destination(Address from, Address to, int port) {}

    private static final class Out {
        private int all;
        private int timeWait;
        private int connecting;
        private long inode;
    }

    private static final class Listening {
        private final Socket socket;
        private int halfOpen;
        private final Set<Address> sources = new HashSet<>();

        Listening(Socket socket) {
            this.socket = socket;
        }
    }

    private record Connection(Socket socket, long weight, String numbers) {}

    /**
     * Ready for sockets of this tree's host.
     *
     * <p>Only ports of its range for outgoing connections count as taken by them.
     */
    TcpSockets(Tree tree) {
        String[] range = tree.read("/proc/sys/net/ipv4/ip_local_port_range") instanceof Content.Text text
                ? text.toString().strip().split("\\s+", 3)
                : new String[0];
        firstPort = range.length == 2 ? number(range[0], 0) : 0;
        lastPort = range.length == 2 ? number(range[1], 65_535) : 65_535;
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : otherwise;
    }

    void add(Socket socket) {
        if (socket.state < 1 || socket.state >= TcpStates.COUNT) {
            return;
        }
        states[socket.state]++;
        if (socket.state == LISTEN) {
            var one = new Listening(socket);
            listeners.add(one);
            ports.putIfAbsent(socket.port, one);
            return;
        }
        Listening accepts = ports.get(socket.port);
        if (accepts == null) {
            out(socket);
        } else if (socket.state == SYN_RECEIVED || socket.state == TcpStates.COUNT - 1) {
            accepts.halfOpen++;
            if (accepts.sources.size() < MOST_SOURCES) {
                accepts.sources.add(socket.there);
            }
        }
    }

    private void out(Socket socket) {
        if (destinations.size() < MOST_KEYS) {
            var to = destinations.computeIfAbsent(
                    new Destination(socket.here, socket.there, socket.theirPort), d -> new Out());
            boolean taken = socket.port >= firstPort && socket.port <= lastPort;
            to.all += taken ? 1 : 0;
            to.timeWait += taken && socket.state == TIME_WAIT ? 1 : 0;
            to.connecting += socket.state == SYN_SENT ? 1 : 0;
            to.inode = socket.inode != 0 ? socket.inode : to.inode;
        }
    }

    /** Tells of a connection in particular, if it is one of the weightiest. */
    void tell(Socket socket, long weight, java.util.function.Supplier<String> numbers) {
        Connection least = connections.peek();
        if (connections.size() < MOST_CONNECTIONS || (least != null && weight > least.weight)) {
            connections.add(new Connection(socket, weight, numbers.get()));
            if (connections.size() > MOST_CONNECTIONS) {
                connections.poll();
            }
        }
    }

    String text() {
        var text = new StringBuilder();
        states[SYN_RECEIVED] += states[TcpStates.COUNT - 1];
        for (int i = 1; i < TcpStates.COUNT - 1; i++) {
            text.append("state ")
                    .append(TcpStates.name(i))
                    .append(' ')
                    .append(states[i])
                    .append('\n');
        }
        listeners.stream()
                .sorted(Comparator.comparingLong(l -> -l.socket.unread - l.halfOpen))
                .limit(MOST_LISTENERS)
                .forEach(l -> text.append("listen ")
                        .append(l.socket.here + " " + l.socket.port + " " + l.socket.unread + " " + l.socket.unsent
                                + " " + l.socket.inode + " " + l.halfOpen + " " + l.sources.size() + "\n"));
        destinations.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> -e.getValue().all - e.getValue().connecting))
                .limit(MOST_DESTINATIONS)
                .forEach(e -> text.append("out ").append(out(e.getKey(), e.getValue())));
        connections.forEach(c -> text.append("connection ")
                .append(c.socket.here + " " + c.socket.port + " " + c.socket.there + " " + c.socket.theirPort + " "
                        + TcpStates.name(c.socket.state) + " " + c.socket.unread + " " + c.socket.unsent + " "
                        + c.socket.inode
                        + " " + c.numbers + "\n"));
        return text.toString();
    }

    private static String out(Destination to, Out out) {
        return to.from + " " + to.to + " " + to.port + " " + out.all + " " + out.timeWait + " " + out.connecting + " "
                + out.inode + "\n";
    }
}
