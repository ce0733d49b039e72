package dev.drover.dns.guard;

import dev.drover.model.Network;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Networks as numbers: of each the first address and the bits that count. IPv4 stands as {@code ::ffff:a.b.c.d}. This machine is always one of
 * them: nobody else can send by its loopback addresses, and its own resolver has no other.
 */
final class Allowed {
    static final Allowed NOBODY = of(List.of());

    /** The upper 104 bits of {@code ::ffff:127.0.0.0}. */
    private static final long IPV4_LOOPBACK = 0xffff7f;

    /** Four for each: upper and lower bits, upper and lower mask. */
    private final long[] networks;

    private Allowed(long[] networks) {
        this.networks = networks;
    }

    static Allowed of(List<Network> declared) {
        long[] all = new long[declared.size() * 4];
        for (int i = 0; i < declared.size(); i++) {
            InetAddress address = declared.get(i).address();
            byte[] bytes = address.getAddress();
            boolean ipv4 = bytes.length == 4;
            var long16 = ByteBuffer.allocate(16);
            if (ipv4) {
                long16.position(10).putShort((short) 0xffff);
            }
            long16.put(bytes).flip();
            int bits = declared.get(i).prefix() + (ipv4 ? 96 : 0);
            all[i * 4] = long16.getLong();
            all[i * 4 + 1] = long16.getLong();
            all[i * 4 + 2] = mask(bits);
            all[i * 4 + 3] = mask(bits - 64);
        }
        return new Allowed(all);
    }

    /** The upper so many of 64 bits. */
    static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << (64 - Math.min(64, bits));
    }

    boolean has(long high, long low) {
        if (high == 0 && (low == 1 || low >>> 24 == IPV4_LOOPBACK)) {
            return true;
        }
        for (int i = 0; i < networks.length; i += 4) {
            if ((high & networks[i + 2]) == networks[i] && (low & networks[i + 3]) == networks[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
