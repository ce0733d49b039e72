package dev.drover.dns.sample;

import dev.drover.model.Network;
import dev.drover.model.Where;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** The networks that clients are told by, so that nobody is: a /24 of IPv4, a /56 of IPv6 (RFC 7871 section 11.1). */
public final class Networks {
    private static final int IPV4 = 24;
    private static final int IPV6 = 56;

    private Networks() {}

    public static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return cut(bytes, bytes.length == 4 ? IPV4 : IPV6);
    }

    /** Of an address as {@code Query} has it: IPv4 as {@code ::ffff:a.b.c.d}. */
    public static Network of(long high, long low) {
        return of(address(ByteBuffer.allocate(16).putLong(high).putLong(low).array()));
    }

    /** Of what a resolver told of its client (RFC 7871 section 6), if that is not less already. */
    static Network told(byte[] subnet, int length) {
        boolean ipv4 = subnet[1] == 1;
        var bytes = new byte[ipv4 ? 4 : 16];
        System.arraycopy(subnet, 4, bytes, 0, length - 4);
        return cut(bytes, Math.min(subnet[2] & 0xff, ipv4 ? IPV4 : IPV6));
    }

    private static Network cut(byte[] bytes, int bits) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) (0xff00 >> Math.clamp(bits - i * 8L, 0, 8));
        }
        return new Network(Where.nowhere(), address(bytes), bits);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
