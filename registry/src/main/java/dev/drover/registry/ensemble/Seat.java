package dev.drover.registry.ensemble;

import org.apache.zookeeper.server.quorum.QuorumPeer.LearnerType;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;

/**
 * One member as ZooKeeper's own configuration has it.
 *
 * @param number unlike any other member's, 1 to 255
 * @param votes whether it counts for majorities; one that joins does not until it has caught up
 */
public record Seat(int number, String address, Ports ports, boolean votes) {
    /** The numbers that ZooKeeper makes session ids of. */
    static final int MOST = 255;

    static Seat of(QuorumServer server) {
        var members = server.addr.getOne();
        return new Seat(
                (int) server.id,
                Place.plain(members.getAddress().getHostAddress()),
                new Ports(
                        server.clientAddr == null ? 0 : server.clientAddr.getPort(),
                        members.getPort(),
                        server.electionAddr.getOne().getPort()),
                server.type == LearnerType.PARTICIPANT);
    }

    Seat voting(boolean whether) {
        return new Seat(number, address, ports, whether);
    }

    /** {@code server.1=10.0.0.1:2888:3888:participant;10.0.0.1:2281}. */
    String line() {
        var host = Place.bracketed(address);
        return "server." + number + "=" + host + ":" + ports.members() + ":" + ports.election() + ":"
                + (votes ? "participant" : "observer") + ";" + host + ":" + ports.clients();
    }
}
