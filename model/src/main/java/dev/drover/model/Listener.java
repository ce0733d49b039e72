package dev.drover.model;

import java.util.List;

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
        HTTPS
    }

    /** Where to listen. {@code host} is {@code *} (all addresses), an IPv4 or an IPv6 address without brackets. */
    public record BindAddress(String host, int port) {
        public boolean isAny() {
            return host.equals("*");
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
