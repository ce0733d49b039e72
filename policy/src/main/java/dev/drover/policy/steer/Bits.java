package dev.drover.policy.steer;

import dev.drover.model.Network;
import java.net.InetAddress;
import java.util.Collection;

/** How many bits of an address matter. */
public final class Bits {
    private Bits() {}

    /** Bits after which it is settled of each network whether an address is in it. */
    public static int settling(Collection<Network> networks, InetAddress address) {
        return networks.stream().mapToInt(n -> settling(n, address)).max().orElse(0);
    }

    private static int settling(Network network, InetAddress address) {
        byte[] one = network.address().getAddress();
        byte[] other = address.getAddress();
        if (one.length != other.length) {
            return 0;
        }
        int common = 0;
        while (common < network.prefix() && ((one[common / 8] ^ other[common / 8]) & (0x80 >> common % 8)) == 0) {
            common++;
        }
        return common == network.prefix() ? common : common + 1;
    }

    /** The first bits of an address as a number that tells two of them apart, for hashing. */
    static long first(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        long number = bytes.length;
        for (int i = 0; i * 8 < bits; i++) {
            int kept = Math.min(8, bits - i * 8);
            number = mix(number ^ (bytes[i] & (0xff00 >> kept) & 0xff));
        }
        return number;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    static long mix(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
