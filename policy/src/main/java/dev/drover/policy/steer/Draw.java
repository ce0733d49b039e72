package dev.drover.policy.steer;

import java.net.InetAddress;

/** Lots that a network of clients draws: the same ones each time, others for each name, candidate and epoch. */
final class Draw {
    /** Clients whose addresses begin with the same so many bits draw the same; resolvers tell no more of them (RFC 7871 section 11.1). */
    private static final int IPV4 = 24;

    private static final int IPV6 = 56;

    private final long seed;

    private Draw(long seed) {
        this.seed = seed;
    }

    static Draw of(InetAddress client, String name) {
        return new Draw(network(client) ^ Bits.mix(name.hashCode()));
    }

    Draw in(long epoch) {
        return new Draw(Bits.mix(seed ^ Bits.mix(epoch)));
    }

    /** How many bits of an address draw. */
    static int bits(InetAddress client) {
        return client.getAddress().length == 4 ? IPV4 : IPV6;
    }

    static long network(InetAddress client) {
        return Bits.first(client, bits(client));
    }

    /** Above 0, below 1. */
    double lot(Candidate candidate) {
        long hash = Bits.mix(seed ^ Bits.mix(candidate.name().hashCode()));
        return ((hash >>> 11) + 0.5) / (1L << 53);
    }
}
