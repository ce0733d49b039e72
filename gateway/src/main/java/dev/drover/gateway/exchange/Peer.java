package dev.drover.gateway.exchange;

import dev.drover.http.head.RequestHead;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Who is at the other end of a client connection, and what is believed of the client behind it. {@code X-Forwarded-For} is read
 * from its end: the last address that is not trusted is the client's, since everything before it may be invented.
 */
final class Peer {
    private static final byte[] FOR = "x-forwarded-for".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROTO = "x-forwarded-proto".getBytes(StandardCharsets.US_ASCII);
    /** More hops than any honest chain has. */
    private static final int HOPS = 32;

    private final InetAddress address;
    private final byte[] text;
    private final Entrance entrance;
    private final boolean trusted;
    private final boolean encrypted;

    Peer(InetSocketAddress socket, Entrance entrance) {
        this.address = socket.getAddress();
        this.text = NetUtil.toAddressString(address).getBytes(StandardCharsets.US_ASCII);
        this.entrance = entrance;
        this.trusted = entrance.trusts(address);
        this.encrypted = entrance.isEncrypted();
    }

    InetAddress address() {
        return address;
    }

    /** The address as it stands in {@code X-Forwarded-For}, spelled by RFC 5952; not to be changed. */
    byte[] text() {
        return text;
    }

    boolean isTrusted() {
        return trusted;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    String scheme(RequestHead head) {
        int index = trusted ? head.find(PROTO, 0) : -1;
        String said = index < 0 ? "" : head.value(index).toLowerCase(Locale.ROOT);
        return switch (said) {
            case "http", "https" -> said;
            default -> encrypted ? "https" : "http";
        };
    }

    InetAddress client(RequestHead head) {
        if (!trusted) {
            return address;
        }
        InetAddress nearest = address;
        int left = HOPS;
        int last = -1;
        while (head.find(FOR, last + 1) >= 0 && last < HOPS) {
            last++;
        }
        for (int n = last; n >= 0; n--) {
            String[] hops = head.value(head.find(FOR, n)).split(",", -1);
            for (int i = hops.length - 1; i >= 0 && left-- > 0; i--) {
                InetAddress hop = parse(hops[i].strip());
                if (hop == null) {
                    return nearest;
                }
                nearest = hop;
                if (!entrance.trusts(hop)) {
                    return hop;
                }
            }
        }
        return nearest;
    }

    private static @org.jspecify.annotations.Nullable InetAddress parse(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
