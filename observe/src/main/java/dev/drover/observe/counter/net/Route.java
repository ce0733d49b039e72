package dev.drover.observe.counter.net;

/**
 * All connections from one address to one port of another: each takes up a local port of its own.
 *
 * @param ports taken up, by open connections and by those in TIME-WAIT
 * @param timeWait how many of them are closed and wait for late packets
 * @param connecting how many wait for the peer's first answer
 * @param owner of one of them; empty if nobody asked or nobody may know
 */
public record Route(
        String from, String to, int port, long ports, long timeWait, long connecting, long inode, String owner) {
    /** Such as {@code 10.0.0.7:5432}. */
    public String name() {
        return Sockets.name(to, port);
    }

    public boolean loopback() {
        return to.startsWith("127.") || to.equals("0:0:0:0:0:0:0:1");
    }

    Route ownedBy(String who) {
        return new Route(from, to, port, ports, timeWait, connecting, inode, who);
    }
}
