package dev.drover.board;

import java.net.InetSocketAddress;

/**
 * One instance of a service.
 *
 * @param address resolved
 * @param origin how it was declared: {@code 10.0.0.11:8080}, {@code backend.example.com:8080}, {@code run}
 * @param weight share relative to its siblings, at least 1
 */
public record Instance(
        InstanceId id,
        InetSocketAddress address,
        String origin,
        int weight,
        Measured measured,
        Intent intent,
        Standing standing) {
    /** The origin of what Drover runs itself. */
    public static final String MANAGED = "run";

    public Instance with(Measured newer) {
        return new Instance(id, address, origin, weight, newer, intent, standing);
    }

    public Instance with(Intent newer) {
        return new Instance(id, address, origin, weight, measured, newer, standing);
    }

    public Instance with(Standing newer) {
        return new Instance(id, address, origin, weight, measured, intent, newer);
    }

    /** Drover runs it: until it is measured, it starts. */
    public boolean isManaged() {
        return origin.equals(MANAGED);
    }

    /** The host and port that reach it, IPv6 in brackets. */
    public String hostPort() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
