package dev.drover.model.keys;

import dev.drover.model.Dns.Discovery;
import dev.drover.model.NamePattern;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys of the discovery names. */
final class DiscoveryKeys {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MOST = 1000;

    private static final Scalar<Duration> TTL =
            Scalar.of("whole seconds such as 0s, 30s or 5m", "^[0-9]{1,8}(s|m|h)$", DiscoveryKeys::ttl);
    private static final Scalar<String> SERVICE = Scalar.of(
            "the name of a service, or the beginning of names followed by *", "^[^*\\s]*\\*?$", DiscoveryKeys::service);

    private static final Key<List<String>> DOMAINS = Key.<List<String>>optional(
                    "domains",
                    Listed.oneOrMore(DnsKeys.ORIGIN).distinct(),
                    "Below which the names stand; consul is what Consul's clients ask for. Reverse lookups tell the first one.")
            .orElse(List.of(Discovery.DEFAULT_DOMAIN), Discovery.DEFAULT_DOMAIN);
    private static final Key<Duration> OF_ALL = Key.optional(
                    "ttl", TTL, "How long resolvers may keep an answer about a service.")
            .orElse("0s");
    private static final Key<SequencedMap<String, Duration>> OF_SERVICES = Key.<SequencedMap<String, Duration>>optional(
                    "service-ttl",
                    Named.of("SERVICE", SERVICE, TTL),
                    "The same for some services, such as {web: 10s, \"db-*\": 5s}: the exact name counts, else the longest"
                            + " beginning.")
            .orElse(new LinkedHashMap<>(), "none");
    private static final Key<Duration> OF_NODES = Key.optional(
                    "node-ttl", TTL, "How long resolvers may keep the address of a node.")
            .orElse("0s");
    private static final Key<Duration> NEGATIVE = Key.optional(
                    "negative-ttl", TTL, "How long resolvers may keep that there is no such name, or nothing healthy.")
            .orElse("0s");
    private static final Key<Boolean> ONLY_PASSING = Key.optional(
                    "only-passing",
                    Words.YES_NO,
                    "Instances that warn are left out as well; those that are critical always are.")
            .orElse("false");
    private static final Key<Integer> MOST_ADDRESSES = Key.optional(
            "most-addresses",
            Units.count(1, MOST),
            "At most so many A or AAAA records in an answer, drawn anew for each. Default: all that fit.");
    private static final Key<Integer> MOST_WITHOUT_EDNS = Key.optional(
                    "most-without-edns",
                    Units.count(1, MOST),
                    "At most so many records in a datagram to who asks without EDNS.")
            .orElse(Integer.toString(Discovery.DEFAULT_MOST_WITHOUT_EDNS));
    private static final Key<Boolean> TRUNCATE = Key.optional(
                    "truncate",
                    Words.YES_NO,
                    "A datagram that leaves instances out says that it is cut, so that clients ask again over TCP.")
            .orElse("false");

    static final Keyed<Discovery> DISCOVERY = Keyed.of(
            "discovery names",
            DiscoveryKeys::discovery,
            DOMAINS,
            OF_ALL,
            OF_SERVICES,
            OF_NODES,
            NEGATIVE,
            ONLY_PASSING,
            MOST_ADDRESSES,
            MOST_WITHOUT_EDNS,
            TRUNCATE);

    private DiscoveryKeys() {}

    private static Discovery discovery(Fields f) {
        var ttls = new LinkedHashMap<NamePattern, Duration>();
        f.get(OF_SERVICES).forEach((name, ttl) -> ttls.put(pattern(name), ttl));
        return new Discovery(
                f.where(),
                f.get(DOMAINS),
                f.get(OF_ALL),
                ttls,
                f.get(OF_NODES),
                f.get(NEGATIVE),
                f.get(ONLY_PASSING),
                f.optional(MOST_ADDRESSES).orElse(0),
                f.get(MOST_WITHOUT_EDNS),
                f.get(TRUNCATE));
    }

    private static NamePattern pattern(String text) {
        boolean open = text.endsWith("*");
        return new NamePattern(open ? text.substring(0, text.length() - 1) : text, open);
    }

    private static @Nullable String service(String text, Spot spot) {
        int star = text.indexOf('*');
        boolean sound = !text.isBlank() && (star < 0 || star == text.length() - 1);
        return sound ? text.toLowerCase(Locale.ROOT) : spot.unfit(text, SERVICE.expected(), "\"*\"");
    }

    private static @Nullable Duration ttl(String text, Spot spot) {
        if (!text.matches("[0-9]{1,8}[smh]")) {
            return spot.unfit(text, TTL.expected(), "");
        }
        long count = Long.parseLong(text, 0, text.length() - 1, 10);
        Duration ttl = switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        return ttl.compareTo(LONGEST) <= 0 ? ttl : spot.unfit(text, TTL.expected() + ", at most 8760h", "8760h");
    }
}
