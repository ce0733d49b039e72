package dev.drover.model;

import java.net.InetAddress;

/** An IPv4 or IPv6 prefix such as {@code 10.0.0.0/8}; host bits are zero. */
public record Network(Where where, InetAddress address, int prefix) {
    /** The network of a text that {@link #toString} gave. */
    public static Network parse(Where where, String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
        return new Network(where, address, Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    public boolean contains(InetAddress candidate) {
        byte[] network = address.getAddress();
        byte[] other = candidate.getAddress();
        if (network.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((network[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return Spelling.of(address) + "/" + prefix;
    }
}
