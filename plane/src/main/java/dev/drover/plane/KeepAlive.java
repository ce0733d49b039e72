package dev.drover.plane;

/** Port: whether clients may stay on the connections they have. Offered by the gateway, told by whoever drains the node. */
public interface KeepAlive {
    /**
     * Sets it for all answers from now on.
     *
     * @param kept false: each answer tells its client to come back on another connection, which a load balancer may lead
     *     elsewhere; new connections are served all the same, and upgraded ones stay
     */
    void keepConnections(boolean kept);

    static KeepAlive none() {
        return kept -> {};
    }
}
