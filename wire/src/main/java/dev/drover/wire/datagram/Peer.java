package dev.drover.wire.datagram;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address and port of whoever sent a datagram; changes with each one. Addresses of IPv4 stand as {@code ::ffff:a.b.c.d}
 * (RFC 4291 section 2.5.5.2).
 */
public final class Peer {
    private static final long MAPPED = 0xffff_0000_0000L;

    private long high;
    private long low;
    private int port;

    /** The upper 64 bits. */
    public long high() {
        return high;
    }

    /** The lower 64 bits. */
    public long low() {
        return low;
    }

    public int port() {
        return port;
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    public void set(long upper, long lower, int fromPort) {
        high = upper;
        low = lower;
        port = fromPort;
    }

    /** Of IPv4, given as a number. */
    public void setIpv4(int address, int fromPort) {
        set(0, MAPPED | Integer.toUnsignedLong(address), fromPort);
    }

    public void set(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        if (bytes.length == 4) {
            setIpv4(ByteBuffer.wrap(bytes).getInt(), address.getPort());
        } else {
            var both = ByteBuffer.wrap(bytes);
            set(both.getLong(), both.getLong(), address.getPort());
        }
    }

    /** A new object, for what is done seldom. */
    public InetAddress address() {
        try {
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
