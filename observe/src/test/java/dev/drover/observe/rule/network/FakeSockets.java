package dev.drover.observe.rule.network;

import dev.drover.observe.fixture.FakeHost;

/** The TCP sockets of a {@link FakeHost}, as the kernel's answer is told under {@code /drover/tcp}. */
final class FakeSockets {
    private final FakeHost host;
    private int inode = 78;
    private final StringBuilder lines = new StringBuilder("state ESTABLISHED 5\nstate TIME-WAIT 7\n");

    FakeSockets(FakeHost host) {
        this.host = host;
        host.file("/drover/socket/77", "4711 nginx\n").file("/drover/socket/78", "4712 shop\n");
        host.file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t42767\n");
        host.file("/proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
        told();
    }

    /** A listener at 0.0.0.0:8080, of nginx with number 4711. */
    FakeSockets listener(int queued, int backlog, int halfOpen, int sources) {
        return line("listen 0.0.0.0 8080 " + queued + " " + backlog + " 77 " + halfOpen + " " + sources);
    }

    /** Connections to port 5432 of an address, of shop with number 4712. */
    FakeSockets out(String to, int ports, int timeWait, int connecting) {
        return line("out 10.0.0.1 " + to + " 5432 " + ports + " " + timeWait + " " + connecting + " 78");
    }

    /** A connection from 10.0.0.1:40000 to 10.0.0.9:9000: milliseconds, segments, bytes. */
    FakeSockets connection(
            long unsent, long busy, long peerLimited, long bufferLimited, long again, long acknowledged) {
        return line("connection 10.0.0.1 40000 10.0.0.9 9000 ESTABLISHED 0 " + unsent + " " + inode + " c1 "
                + busy * 1000 + " "
                + peerLimited * 1000 + " " + bufferLimited * 1000 + " " + again + " 100 250 200 1000000 0 3 10 1448 "
                + acknowledged);
    }

    private FakeSockets line(String line) {
        lines.append(line).append('\n');
        return told();
    }

    private FakeSockets told() {
        host.file("/drover/tcp", lines.toString());
        return this;
    }

    /** The program of the connections told from now on has closed them. */
    FakeSockets closed() {
        inode = 0;
        return this;
    }

    /** Forgets what was said so far. */
    FakeSockets anew() {
        lines.setLength("state ESTABLISHED 5\nstate TIME-WAIT 7\n".length());
        return told();
    }
}
