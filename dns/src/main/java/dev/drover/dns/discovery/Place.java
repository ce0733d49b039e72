package dev.drover.dns.discovery;

import dev.drover.plane.Discovery.Instance;
import dev.drover.plane.Discovery.Node;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance or a node is reached: an address, or a host that somebody else answers for. Of several addresses of one thing those
 * that are tagged for a family go before the one without a tag, as Consul takes them.
 */
sealed interface Place {
    /**
     * An address.
     *
     * @param isNode it is the node's own without a tag, which the node's name stands for
     */
    record At(InetAddress address, boolean isNode) implements Place {}

    record Host(String name) implements Place {}

    /** Nothing of the family. */
    record Nowhere() implements Place {}

    enum Family {
        IPV4,
        IPV6,
        ANY
    }

    /** An instance that has an address of its own is never reached at its node's. */
    static Place of(Instance instance, Family family) {
        boolean own = !instance.address().isEmpty();
        return own ? of(instance.address(), instance.tagged(), family, false) : of(instance.node(), family);
    }

    static Place of(Node node, Family family) {
        return of(node.address(), node.tagged(), family, true);
    }

    private static Place of(String address, Map<String, String> tagged, Family family, boolean isNode) {
        InetAddress ipv6 = family == Family.IPV4 ? null : parsed(tagged.getOrDefault("lan_ipv6", ""));
        InetAddress ipv4 = family == Family.IPV6 ? null : parsed(tagged.getOrDefault("lan_ipv4", ""));
        InetAddress fits = ipv6 != null ? ipv6 : ipv4;
        if (fits != null) {
            return new At(fits, isNode && fits.equals(parsed(address)));
        }
        InetAddress plain = parsed(address);
        if (plain == null) {
            return address.isEmpty() ? new Nowhere() : new Host(address);
        }
        boolean isWanted = family == Family.ANY || (plain instanceof Inet4Address) == (family == Family.IPV4);
        return isWanted ? new At(plain, isNode) : new Nowhere();
    }

    /** Null for what is no literal address. */
    static @Nullable InetAddress parsed(String text) {
        boolean colons = text.indexOf(':') >= 0 && text.indexOf('%') < 0;
        boolean literal = colons || text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        try {
            return literal ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
