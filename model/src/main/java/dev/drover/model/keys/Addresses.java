package dev.drover.model.keys;

import dev.drover.model.Instances;
import dev.drover.model.Listener.BindAddress;
import dev.drover.model.Network;
import dev.drover.model.Spelling;
import dev.drover.model.tree.Tree;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** IP addresses, networks, and hosts with ports. Nothing here resolves a name. */
final class Addresses {
    /** Where to listen. */
    static final Scalar<BindAddress> BIND = Scalar.of(
            "\"*:PORT\", an IPv4 address with a port, or an IPv6 address in brackets with a port",
            "^(\\*|[0-9.]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$",
            Addresses::bind);

    static final Scalar<String> IP =
            Scalar.of("an IPv4 or IPv6 address", "^([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$", Addresses::ip);

    static final Scalar<Network> NETWORK = Scalar.of(
            "a network such as 10.0.0.0/8 or fd00::/8",
            "^([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/[0-9]{1,3}$",
            Addresses::network);

    /** A host name or address with a port. */
    static final Scalar<Instances.Address> HOST_PORT = Scalar.of(
            "HOST:PORT, an IPv6 address in brackets",
            "^([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$",
            (text, spot) -> address(text, 1, spot));

    static final Key<Integer> WEIGHT = Key.<Integer>optional(
                    "weight", Units.count(1, 1000), "Share of requests relative to the other instances.")
            .orElse("1");

    private static final Keyed<Integer> ARGUMENTS = Keyed.of("an instance", fields -> fields.get(WEIGHT), WEIGHT);

    /** An address, or a map of one address to what else is said of it. */
    static final Shape<Instances.Address> INSTANCE = new Instance();

    private Addresses() {}

    private static @Nullable BindAddress bind(String text, Spot spot) {
        int colon = text.lastIndexOf(':');
        int port = port(text.substring(colon + 1), 0);
        if (colon < 0) {
            return spot.unfit(text, BIND.expected(), port >= 0 ? "\"*:" + port + "\"" : text + ":8080");
        }
        String host = text.substring(0, colon);
        if (port < 0) {
            return spot.unfit(text, BIND.expected() + "; ports go from 0 to 65535", "");
        }
        if (host.equals("*")) {
            return new BindAddress(host, port);
        }
        String ip = literal(host);
        if (ip == null) {
            String fix = host.isEmpty() ? "\"*:" + port + "\"" : host.equals("localhost") ? "127.0.0.1:" + port : "";
            return spot.unfit(text, BIND.expected(), fix);
        }
        return new BindAddress(ip, port);
    }

    /** @param host an IPv4 address, or an IPv6 address in brackets; without brackets it is given back */
    private static @Nullable String literal(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            String inner = host.substring(1, host.length() - 1);
            return inner.indexOf(':') >= 0 ? canonical(inner) : null;
        }
        return host.indexOf(':') < 0 ? canonical(host) : null;
    }

    /** The one spelling of an address, so that the same one is never two; null if it is none. */
    private static @Nullable String canonical(String text) {
        InetAddress address = parsed(text);
        return address == null ? null : Spelling.of(address);
    }

    private static int port(String text, int least) {
        long port = Units.number(text);
        return port >= least && port <= 65535 && text.length() <= 5 ? (int) port : -1;
    }

    private static @Nullable String ip(String text, Spot spot) {
        String address = canonical(text);
        return address == null ? spot.unfit(text, IP.expected(), "") : address;
    }

    /** The address of a literal, without asking a resolver; null if it is none. */
    static @Nullable InetAddress parsed(String literal) {
        boolean six = literal.indexOf(':') >= 0;
        if (literal.isEmpty() || literal.length() > 45 || !(six ? isHex(literal) : isDotted(literal))) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isHex(String literal) {
        return literal.chars().allMatch(c -> c == ':' || c == '.' || (Character.digit(c, 16) >= 0 && c < 0x7f));
    }

    /** Four decimal parts without leading zeros, which some programs read as octal. */
    private static boolean isDotted(String literal) {
        int parts = 1;
        int length = 0;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.') {
                parts++;
                length = 0;
            } else if (c < '0' || c > '9' || ++length > 3 || (length == 2 && literal.charAt(i - 1) == '0')) {
                return false;
            }
        }
        return parts == 4 && length > 0;
    }

    private static @Nullable Network network(String text, Spot spot) {
        int slash = text.indexOf('/');
        InetAddress address = parsed(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return spot.unfit(text, NETWORK.expected(), "");
        }
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return spot.unfit(text, NETWORK.expected(), text + "/" + bits);
        }
        int prefix = port(text.substring(slash + 1), 0);
        if (prefix < 0 || prefix > bits) {
            return spot.unfit(text, NETWORK.expected() + "; the prefix has 0 to " + bits + " bits", "");
        }
        InetAddress masked = masked(address, prefix);
        if (!masked.equals(address)) {
            return spot.refuse(
                    text + " has bits set beyond its prefix of " + prefix,
                    Spelling.of(masked) + "/" + prefix + ", or " + text.substring(0, slash) + "/" + bits);
        }
        return new Network(spot.where(), address, prefix);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(bytes, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instances.@Nullable Address address(String text, int weight, Spot spot) {
        if (text.contains("://")) {
            String bare = text.substring(text.indexOf("://") + 3);
            String tls = text.startsWith("https") ? "; for TLS write tls: verified at the service" : "";
            return spot.unfit(text, HOST_PORT.expected(), (bare.contains(":") ? bare : bare + ":80") + tls);
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = port(text.substring(colon + 1), 1);
        if (parsed(text) != null) {
            return spot.unfit(
                    text, HOST_PORT.expected(), text.contains(":") ? "\"[" + text + "]:8080\"" : text + ":8080");
        }
        if (colon < 0 || port < 0) {
            return spot.unfit(
                    text, HOST_PORT.expected() + "; ports go from 1 to 65535", colon < 0 ? text + ":8080" : "");
        }
        String literal = literal(host);
        if (literal != null) {
            return new Instances.Address(spot.where(), literal, port, weight);
        }
        boolean numeric = !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (numeric || !Hosts.isName(host)) {
            return spot.unfit(text, HOST_PORT.expected(), "");
        }
        return new Instances.Address(spot.where(), host, port, weight);
    }

    private static final class Instance implements Listed.SingleScalar<Instances.Address> {
        @Override
        public Instances.@Nullable Address read(Tree tree, Spot spot) {
            if (!(tree instanceof Tree.Entries map)) {
                return HOST_PORT.read(tree, spot);
            }
            if (map.entries().size() != 1) {
                return spot.unfit(
                        "a map with " + map.entries().size() + " keys",
                        expected(),
                        "[{\"10.0.0.11:8080\": {weight: 1}}, {\"10.0.0.12:8080\": {weight: 3}}]");
            }
            Tree.Entry entry = map.entries().getFirst();
            if (entry.key().equals("address") || entry.key().equals("host")) {
                return spot.refuse(entry.at(), "unknown key (expected: " + expected() + ")", "[10.0.0.11:8080]");
            }
            Integer weight = ARGUMENTS.read(entry.value(), spot.in(entry.key(), entry.value()));
            return weight == null
                    ? null
                    : address(entry.key(), weight, new Spot(spot.reading(), spot.path(), spot.name(), entry.at()));
        }

        @Override
        public String expected() {
            return HOST_PORT.expected() + ", or {\"HOST:PORT\": {weight: 3}}";
        }

        @Override
        public Map<String, Shape<?>> inside() {
            return Map.of("ADDRESS", ARGUMENTS);
        }

        @Override
        public Map<String, Object> scalarSchema() {
            return HOST_PORT.schema();
        }

        @Override
        public Map<String, Object> schema() {
            return Json.object(
                    "anyOf",
                    List.of(
                            HOST_PORT.schema(),
                            Json.object(
                                    "type",
                                    "object",
                                    "minProperties",
                                    1,
                                    "maxProperties",
                                    1,
                                    "propertyNames",
                                    HOST_PORT.schema(),
                                    "additionalProperties",
                                    ARGUMENTS.schema())));
        }
    }
}
