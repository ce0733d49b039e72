package dev.drover.model.keys;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Dns.AllDown;
import dev.drover.model.Dns.Candidates;
import dev.drover.model.Dns.Locating;
import dev.drover.model.Dns.Steered;
import dev.drover.model.Dns.Zone;
import dev.drover.model.Dns.ZoneText;
import dev.drover.model.Network;
import dev.drover.model.Spelling;
import dev.drover.model.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Keys of the zones, and of the names in them whose answers are chosen. */
final class DnsKeys {
    private static final String NAME = "^[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*$";

    static final Scalar<String> ORIGIN =
            Scalar.of("a domain such as example.com, without the last dot", NAME, DnsKeys::origin);
    private static final Scalar<String> OWNER = Scalar.of(
            "@ for the zone itself, or a name relative to the zone such as shop",
            "^(@|[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*)$",
            DnsKeys::owner);
    private static final Scalar<String> HOST =
            Scalar.of("a host name such as ns1.example.net", "^[A-Za-z0-9_.-]+$", DnsKeys::host);
    private static final Scalar<String> LINE =
            Scalar.of("one line as in a zone file", Words.TEXT.schema(), DnsKeys::line);

    private static final Key<String> SERVICE = Key.optional(
            "service",
            Words.nameOf("a service"),
            "The answer is chosen among the addresses of the instances of this service. Instead of sites.");
    private static final Key<SequencedMap<String, String>> SITES = Key.optional(
            "sites",
            Named.of("SITE", Words.nameOf("a site"), Words.nameOf("a service")),
            "The answer is chosen among the addresses of these sites, each with the service whose health is its own: a site is up"
                    + " while one instance of that is. Instead of service.");
    private static final Key<Duration> TTL = Key.optional(
                    "ttl", Units.DURATION, "How long resolvers may keep an answer; whole seconds.")
            .orElse(Spelling.of(Steered.DEFAULT_TTL));
    private static final Key<List<AnswerStep>> ANSWER = Key.<List<AnswerStep>>optional(
                    "answer",
                    Listed.oneOrMore(StepKeys.STEP),
                    "The steps that choose, in this order: up keeps what is up; fence answers some clients alone; prefix and geo keep the"
                            + " sites that are declared for a client's network or place; failover keeps the first pool of sites that has one;"
                            + " nearest puts near sites first, latency those with a short measured way, spread those that the client's"
                            + " network draws; weight draws one; sticky puts in front whom the network was answered last; first"
                            + " keeps so many.")
            .orElse(List.of(new AnswerStep.Up()), "up");
    private static final Key<AllDown> ALL_DOWN = Key.<AllDown>optional(
                    "all-down",
                    Choice.<AllDown>of("")
                            .word("serve-all", new AllDown.ServeAll())
                            .with(
                                    "answer",
                                    Listed.oneOrMore(Addresses.IP).distinct().map(AllDown.Answer::new)),
                    "What is answered when nothing is up: all as if they were, or these addresses.")
            .orElse(new AllDown.ServeAll(), "serve-all");
    private static final Keyed<Steered> STEERED =
            Keyed.of("a steered name", DnsKeys::steered, SERVICE, SITES, TTL, ANSWER, ALL_DOWN);

    private static final Key<Path> FILE = Key.optional(
            "file",
            Words.FILE,
            "Zone file (RFC 1035 section 5). It is read with this file, kept with the model, and read again by apply.");
    private static final Key<List<String>> RECORDS = Key.<List<String>>optional(
                    "records",
                    Listed.oneOrMore(LINE),
                    "Records, each as a line of a zone file: \"mail 300 IN A 192.0.2.7\". Relative names are below the zone; a TTL"
                            + " that is left out is 1h.")
            .orElse(List.of(), "none");
    private static final Key<List<String>> NAMESERVERS = Key.<List<String>>optional(
                    "nameservers",
                    Listed.oneOrMore(HOST).distinct(),
                    "Host names of the servers of this zone. Where neither file nor records have an SOA and NS records, they are made"
                            + " of these; the serial is made of the time of the model, and grows with each.")
            .orElse(List.of(), "none");
    private static final Key<SequencedMap<String, Steered>> NAMES = Key.<SequencedMap<String, Steered>>optional(
                    "names",
                    Named.of("NAME", OWNER, STEERED).lenient().withoutCase(),
                    "Names, relative to the zone, whose addresses are chosen for each client by health and place.")
            .orElse(new LinkedHashMap<>(), "none");
    private static final Keyed<Zone> ZONE = Keyed.of(
                    "a zone",
                    DnsKeys::zone,
                    FILE,
                    RECORDS,
                    NAMESERVERS,
                    NAMES,
                    TransferKeys.TRANSFER,
                    SigningKeys.SIGN,
                    TransferKeys.PRIMARY)
            .lenient();

    private static final Key<SequencedMap<String, Zone>> ZONES = Key.<SequencedMap<String, Zone>>optional(
                    "zones",
                    Named.of("DOMAIN", ORIGIN, ZONE).lenient().withoutCase(),
                    "The zones that are answered for, by origin; questions for others are refused.")
            .orElse(new LinkedHashMap<>(), "none");

    private static final Key<Path> DATABASE = Key.optional(
            "database",
            Words.FILE,
            "File in MaxMind's format, such as GeoLite2-City.mmdb; read when the model is applied. Default: a database of countries that"
                    + " comes with Drover.");
    private static final Key<SequencedMap<String, String>> KNOWN = Key.<SequencedMap<String, String>>optional(
                    "known",
                    Named.of("NETWORK", Addresses.NETWORK.map(Network::toString), StepKeys.COUNTRY_PART),
                    "Places of networks of clients or of their resolvers, before the database is asked: {203.0.113.0/24: DE}.")
            .orElse(new LinkedHashMap<>(), "none");
    private static final Key<Locating> LOCATION = Key.optional(
            "location",
            Keyed.of("the location of clients", DnsKeys::locating, DATABASE, KNOWN),
            "How it is found out where a client is.");

    private static final Key<Dns.Discovery> DISCOVERY = Key.optional(
            "discovery",
            DiscoveryKeys.DISCOVERY,
            "Names of the services, nodes and queries of the catalog, as Consul has them. {} is enough.");

    static final Keyed<Dns> DNS = Keyed.of(
                    "dns",
                    DnsKeys::dns,
                    ZONES,
                    LOCATION,
                    TransferKeys.KEYS,
                    DISCOVERY,
                    GuardKeys.LIMIT,
                    GuardKeys.COOKIES,
                    WatchKeys.QUERY_LOG,
                    WatchKeys.MISSTEER,
                    SigningKeys.SECRET)
            .lenient();

    private DnsKeys() {}

    private static Dns dns(Fields f) {
        return new Dns(
                f.where(),
                f.get(ZONES),
                f.optional(LOCATION),
                f.get(TransferKeys.KEYS),
                f.optional(DISCOVERY),
                GuardKeys.guarding(f),
                WatchKeys.watching(f),
                SigningKeys.secret(f));
    }

    private static Locating locating(Fields f) {
        var known = new LinkedHashMap<Network, String>();
        f.get(KNOWN).forEach((network, place) -> known.put(Network.parse(Where.nowhere(), network), place));
        return new Locating(f.where(), f.optional(DATABASE), known);
    }

    private static Zone zone(Fields f) {
        return new Zone(
                f.where(),
                f.name().toLowerCase(Locale.ROOT),
                f.optional(FILE).map(path -> ZoneText.unread(path.toString())),
                f.get(RECORDS),
                f.get(NAMESERVERS),
                f.get(NAMES),
                f.optional(TransferKeys.TRANSFER),
                f.optional(SigningKeys.SIGN),
                f.optional(TransferKeys.PRIMARY));
    }

    private static @Nullable Steered steered(Fields f) {
        if (f.has(SERVICE) && f.has(SITES)) {
            return f.refuse(SITES, "service is given as well (expected: one of the two)", "remove one of the two");
        }
        Optional<Candidates> of = f.optional(SERVICE).<Candidates>map(Candidates.Instances::new);
        if (of.isEmpty()) {
            of = f.optional(SITES).filter(s -> !s.isEmpty()).map(Candidates.Sites::new);
        }
        if (of.isEmpty()) {
            return f.spot().unfit("no candidates", "service: NAME, or sites: {SITE: SERVICE}", "service: catalog");
        }
        Duration ttl = f.get(TTL);
        if (ttl.toMillis() % 1000 != 0) {
            return f.refuse(
                    TTL, Spelling.of(ttl) + " (expected: whole seconds)", "ttl: " + (ttl.toSeconds() + 1) + "s");
        }
        String name = f.name().toLowerCase(Locale.ROOT);
        return new Steered(f.where(), name, of.get(), ttl, f.get(ANSWER), f.get(ALL_DOWN));
    }

    static @Nullable String origin(String text, Spot spot) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean sound = isName(bare);
        return sound && bare.equals(text)
                ? text.toLowerCase(Locale.ROOT)
                : spot.unfit(text, ORIGIN.expected(), sound ? bare : "");
    }

    private static @Nullable String owner(String text, Spot spot) {
        if (text.equals("@") || isName(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String fix = text.isEmpty() || text.equals(".") ? "\"@\"" : "";
        return spot.unfit(text, OWNER.expected() + (text.startsWith("*") ? "; no wildcard" : ""), fix);
    }

    static boolean isName(String text) {
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dot = c == '.';
            if (dot ? label == 0 : !Words.isAlphanumeric(c) && c != '-' && c != '_') {
                return false;
            }
            label = dot ? 0 : label + 1;
            if (label > 63) {
                return false;
            }
        }
        return label > 0 && text.length() <= 253;
    }

    private static @Nullable String host(String text, Spot spot) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return Addresses.parsed(text) == null && isName(bare) ? bare : spot.unfit(text, HOST.expected(), "");
    }

    private static @Nullable String line(String text, Spot spot) {
        if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return spot.unfit(text.isBlank() ? "" : "several lines", LINE.expected(), "");
        }
        return text;
    }
}
