package dev.drover.observe.counter.net;

/**
 * A socket that waits for connections.
 *
 * @param queued connections that wait to be accepted
 * @param backlog how many may; -1 if it is not known
 * @param halfOpen handshakes that wait for the client's last word
 * @param sources from how many addresses those came
 * @param owner such as {@code nginx, pid 4711}; empty if nobody asked or nobody may know
 */
public record Listener(
        String address, int port, long queued, long backlog, long inode, long halfOpen, long sources, String owner) {
    /** The kernel lets one more in than the backlog says. */
    public boolean full() {
        return backlog >= 0 && queued >= backlog && queued > 0;
    }

    public double filled() {
        return backlog < 0 ? 0 : queued / (double) Math.max(1, backlog);
    }

    /** Such as {@code 0.0.0.0:443}. */
    public String name() {
        return Sockets.name(address, port);
    }

    public Listener ownedBy(String who) {
        return new Listener(address, port, queued, backlog, inode, halfOpen, sources, who);
    }
}
