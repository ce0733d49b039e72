package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TCP sockets of this host ({@code /drover/tcp}).
 *
 * @param states how many are in each state of RFC 9293, such as {@code TIME-WAIT}
 * @param listeners the fullest first
 * @param routes outgoing, those that take up most ports first
 * @param connections those that have something to send, some of the others; by id
 */
public record Sockets(
        Map<String, Long> states, List<Listener> listeners, List<Route> routes, Map<String, Connection> connections) {
    public static final Group<Sockets> GROUP = Group.files("/drover/tcp", SocketsReading::new);

    private static final int MOST = 5000;

    public long all() {
        return states.values().stream().mapToLong(n -> n).sum();
    }

    public long in(String state) {
        return states.getOrDefault(state, 0L);
    }

    static String name(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]:" : address + ":") + port;
    }

    static Measured<Sockets> parse(byte[] bytes) {
        var states = new HashMap<String, Long>();
        var listeners = new ArrayList<Listener>();
        var routes = new ArrayList<Route>();
        var connections = new HashMap<String, Connection>();
        var line = new Cursor(bytes);
        for (int i = 0; i < MOST && !line.atEnd() && !line.bad(); i++) {
            switch (line.word()) {
                case "state" -> states.put(line.word(), line.number());
                case "listen" -> listeners.add(listener(line));
                case "out" -> routes.add(route(line));
                case "connection" -> {
                    Connection one = connection(line);
                    connections.put(one.id(), one);
                }
                default -> {}
            }
            line.nextLine();
        }
        return states.isEmpty()
                ? Measured.not("no states")
                : line.unlessBad(new Sockets(
                        Map.copyOf(states), List.copyOf(listeners), List.copyOf(routes), Map.copyOf(connections)));
    }

    private static Listener listener(Cursor line) {
        return new Listener(
                line.word(), port(line), line.number(), line.signed(), line.number(), line.number(), line.number(), "");
    }

    private static Route route(Cursor line) {
        return new Route(
                line.word(), line.word(), port(line), line.number(), line.number(), line.number(), line.number(), "");
    }

    private static Connection connection(Cursor line) {
        String address = line.word();
        int port = port(line);
        String peer = line.word();
        int peerPort = port(line);
        String state = line.word();
        long unread = line.number();
        long unsent = line.number();
        long inode = line.number();
        String id = line.word();
        long[] numbers = new long[13];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = line.number();
        }
        return new Connection(
                id,
                address,
                port,
                peer,
                peerPort,
                state,
                unread,
                unsent,
                inode,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8] != 0,
                numbers[12],
                "");
    }

    private static int port(Cursor line) {
        return (int) Math.min(65_535, line.number());
    }
}
