package dev.drover.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * An address that clients connect to.
 *
 * @param certificates names of {@link Certificate}s, the first being the one for clients that send no server name
 * @param proxyProtocol connections from {@code trusted} networks must open with a PROXY protocol header (v1 or v2);
 *     from elsewhere such a header is not believed
 */
public record Listener(
        Where where,
        String name,
        Protocol protocol,
        BindAddress address,
        List<String> certificates,
        boolean proxyProtocol) {
    public Listener {
        certificates = List.copyOf(certificates);
    }

    public enum Protocol {
        HTTP,
        HTTPS,
        /** Over UDP and TCP at the same address. */
        DNS,
        /** The same messages over TLS (RFC 7858). */
        DNS_TLS,
        /** In requests of HTTP/1.1 or HTTP/2 over TLS (RFC 8484). */
        DNS_HTTPS;

        /** As it is written in a file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether requests are routed. */
        public boolean isHttp() {
            return this == HTTP || this == HTTPS;
        }

        public boolean isEncrypted() {
            return this != HTTP && this != DNS;
        }
    }

    /** Where to listen. {@code host} is {@code *} (all addresses), an IPv4 or an IPv6 address without brackets. */
    public record BindAddress(String host, int port) {
        public boolean isAny() {
            return host.equals("*");
        }

        /** Where a socket is bound to; {@code *} for all addresses. */
        public static BindAddress of(InetSocketAddress bound) {
            InetAddress address = bound.getAddress();
            return new BindAddress(address.isAnyLocalAddress() ? "*" : Spelling.of(address), bound.getPort());
        }

        /**
         * Whether a connection that this machine makes arrives here. One to the unspecified address goes to loopback.
         *
         * @param machine whether an address is one of the machine's own, besides loopback
         */
        public boolean isReachedBy(InetAddress to, int toPort, Predicate<InetAddress> machine) {
            if (port == 0 || port != toPort) {
                return false;
            }
            if (isUnspecified()) {
                return to.isAnyLocalAddress() || to.isLoopbackAddress() || machine.test(to);
            }
            InetAddress here = InetAddress.ofLiteral(host);
            return here.equals(to) || (to.isAnyLocalAddress() && here.isLoopbackAddress());
        }

        /** Whether both cannot be listened on at once. */
        public boolean overlaps(BindAddress other) {
            return port != 0
                    && port == other.port
                    && (isUnspecified() || other.isUnspecified() || host.equals(other.host));
        }

        /** Whether this machine alone can connect to it. */
        public boolean isLoopback() {
            return !isAny() && InetAddress.ofLiteral(host).isLoopbackAddress();
        }

        /** All addresses, however that is spelt. */
        public boolean isUnspecified() {
            return isAny() || InetAddress.ofLiteral(host).isAnyLocalAddress();
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
