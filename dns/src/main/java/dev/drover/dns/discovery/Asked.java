package dev.drover.dns.discovery;

import dev.drover.dns.message.Suffixes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a name below a domain of discovery names means. The word for its kind is looked for from the right, so that services may be called
 * as they like:
 *
 * <pre>
 *   [TAG.]NAME.service[.SITE]    _NAME._TAG.service[.SITE], and the same without the word service (RFC 2782; the tag tcp is none)
 *   NODE.node[.SITE]             NAME.query[.SITE]             HEX.addr[.SITE]
 * </pre>
 *
 * @see <a href="https://developer.hashicorp.com/consul/docs/services/discovery/dns-static-lookups">Consul: DNS</a>
 */
sealed interface Asked {
    /**
     * Instances of a service.
     *
     * @param tag empty for all of them
     */
    record Service(String name, String tag) implements Asked {}

    record Node(String name) implements Asked {}

    record Query(String name) implements Asked {}

    /** An address written as a name. */
    record Address(InetAddress address) implements Asked {}

    /** The domain itself. */
    record Apex() implements Asked {}

    /** Whom the domain's SOA record names. */
    record Server() implements Asked {}

    /** Nothing is there, but below it: to deny it would deny all of that (RFC 8020). */
    record Between() implements Asked {}

    /**
     * What another site's catalog holds, if there is such a site.
     *
     * @param site in lower case
     */
    record Elsewhere(String site, Asked what) implements Asked {}

    /** No such name, whatever the catalog holds. */
    record Nothing(String why) implements Asked {}

    List<String> KINDS = List.of("service", "node", "query", "addr");

    /**
     * Reads it.
     *
     * @param domainLabels labels of the domain, which the name ends with
     * @param site whose catalog is there
     */
    static Asked of(Suffixes name, int domainLabels, String site) {
        return of(labels(name, domainLabels), site);
    }

    static List<String> labels(Suffixes name, int domainLabels) {
        var labels = new String[name.labels() - domainLabels];
        for (int i = 0; i < labels.length; i++) {
            int start = name.start(i);
            labels[i] = new String(name.lower(), start + 1, name.lower()[start], StandardCharsets.UTF_8);
        }
        return List.of(labels);
    }

    /** The same of labels in lower case. */
    static Asked of(List<String> labels, String site) {
        if (labels.isEmpty()) {
            return new Apex();
        }
        for (int i = labels.size() - 1; i >= 0; i--) {
            String label = labels.get(i);
            boolean kind = KINDS.contains(label);
            if (kind || label.startsWith("_")) {
                List<String> parts = labels.subList(0, kind ? i : i + 1);
                return below(kind ? label : "service", parts, labels.subList(i + 1, labels.size()), site);
            }
        }
        if (labels.equals(List.of("ns"))) {
            return new Server();
        }
        if (labels.size() > 1) {
            return new Nothing("no word of " + String.join(", ", KINDS) + " is in it");
        }
        return isSite(labels.getFirst(), site) ? new Between() : new Elsewhere(labels.getFirst(), new Between());
    }

    private static boolean isSite(String label, String site) {
        return label.equals(site.toLowerCase(Locale.ROOT));
    }

    private static Asked below(String kind, List<String> parts, List<String> sites, String site) {
        if (sites.size() > 1) {
            return new Nothing("more than the name of a site stands behind " + kind);
        }
        if (sites.size() == 1 && !isSite(sites.getFirst(), site)) {
            return new Elsewhere(sites.getFirst(), what(kind, parts));
        }
        return what(kind, parts);
    }

    private static Asked what(String kind, List<String> parts) {
        if (parts.isEmpty()) {
            return new Between();
        }
        return switch (kind) {
            case "node" -> new Node(String.join(".", parts));
            case "query" -> new Query(query(parts));
            case "addr" -> address(parts);
            default -> service(parts);
        };
    }

    private static Asked service(List<String> parts) {
        String last = parts.getLast();
        if (parts.size() == 2 && last.startsWith("_") && parts.getFirst().startsWith("_")) {
            String tag = last.substring(1);
            return new Service(parts.getFirst().substring(1), tag.equals("tcp") ? "" : tag);
        }
        return parts.size() == 1 && last.startsWith("_")
                ? new Between()
                : new Service(last, String.join(".", parts.subList(0, parts.size() - 1)));
    }

    /** {@code _NAME._PROTOCOL.query}, too. */
    private static String query(List<String> parts) {
        boolean service = parts.size() > 1
                && parts.getFirst().startsWith("_")
                && parts.getLast().startsWith("_");
        return service ? String.join(".", parts.subList(0, parts.size() - 1)).substring(1) : String.join(".", parts);
    }

    private static Asked address(List<String> parts) {
        String text = parts.getFirst();
        boolean hex = parts.size() == 1 && (text.length() == 8 || text.length() == 32);
        try {
            if (hex) {
                return new Address(InetAddress.getByAddress(HexFormat.of().parseHex(text)));
            }
        } catch (IllegalArgumentException | UnknownHostException e) {
            // No digits, or an address of IPv4 in the clothes of IPv6.
        }
        return new Nothing("an address is one label of 8 or 32 hexadecimal digits");
    }
}
