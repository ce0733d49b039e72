package dev.drover.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The names that this node answers for, as an authoritative DNS server.
 *
 * @param zones by origin, in lower case and without the last dot
 * @param location how it is found out where a client is; absent for the database that Drover brings
 * @param keys by which other servers and this one know each other, by name in lower case
 * @param discovery names of what the catalog holds; absent where those are not answered for
 * @param guarding what keeps it from being used against others; absent for {@link Guarding#DEFAULT}
 * @param watching what is told of queries beside numbers; absent for nothing
 * @param secret that the keys of signed zones are derived from; absent for one that the node keeps for itself
 */
public record Dns(
        Where where,
        SequencedMap<String, Zone> zones,
        Optional<Locating> location,
        SequencedMap<String, Transfer.Key> keys,
        Optional<Discovery> discovery,
        Optional<Guarding> guarding,
        Optional<Watching> watching,
        Optional<Secret> secret) {
    public Dns {
        keys = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(keys));
        zones = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(zones));
    }

    /** What holds where nothing is said. */
    public static Dns none() {
        return new Dns(
                Where.nowhere(),
                new LinkedHashMap<>(),
                Optional.empty(),
                new LinkedHashMap<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether {@code name} is {@code origin} or lies below it. */
    public static boolean isAtOrBelow(String name, String origin) {
        return name.equals(origin) || name.endsWith("." + origin);
    }

    /**
     * What keeps the server from being used against others.
     *
     * @param limiting how many responses in datagrams one network is sent
     * @param cookies whether clients are given cookies (RFC 7873)
     */
    public record Guarding(Where where, Limiting limiting, boolean cookies) {
        /** What holds where nothing is said. */
        public static final Guarding DEFAULT = new Guarding(Where.nowhere(), Rates.DEFAULT, true);
    }

    /**
     * What is told of queries beside numbers.
     *
     * @param queryLog one of so many queries is written to the log of queries; 0 for none
     * @param missteer whether requests at the gateway are compared with what names would have answered
     */
    public record Watching(Where where, int queryLog, Optional<Missteer> missteer) {}

    /**
     * How requests that arrive at the wrong site are found.
     *
     * @param requests one of so many is looked at
     * @param beacons steered names, in full, of which every name directly below is answered alike, and remembered with who asked
     */
    public record Missteer(Where where, int requests, List<String> beacons) {
        public Missteer {
            beacons = List.copyOf(beacons);
        }
    }

    /** How many responses in datagrams a network of clients is sent: a /24 of IPv4, a /56 of IPv6. */
    public sealed interface Limiting {}

    /** However many are asked for. */
    public record Unlimited() implements Limiting {}

    /**
     * So many a second at most, and as many at once.
     *
     * @param answers with records, of one name
     * @param negative without: no such name, or none of the type; of all names together
     * @param errors whatever else
     * @param slip every how many-th response over the limit is sent cut off, which sends an honest client to TCP; 0: none is sent
     * @param allow networks without a limit
     */
    public record Rates(int answers, int negative, int errors, int slip, List<Network> allow) implements Limiting {
        public static final Rates DEFAULT = new Rates(200, 100, 50, 2, List.of());

        public Rates {
            allow = List.copyOf(allow);
        }
    }

    /**
     * Where clients are.
     *
     * @param database file in MaxMind's format; absent for the one that Drover brings, which knows countries only
     * @param known places of networks that the database does not know, or knows wrongly: a country, or a part of one, {@code US-CA}
     */
    public record Locating(Where where, Optional<Path> database, SequencedMap<Network, String> known) {
        public Locating {
            known = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(known));
        }
    }

    /**
     * Names of services, nodes and queries of the catalog, as Consul has them: {@code web.service.drover}.
     *
     * @param domains in lower case and without the last dot; the first one is told in reverse lookups
     * @param ttl of answers about a service that {@code serviceTtl} does not name
     * @param serviceTtl of the patterns that match a service the exact one counts, else the longest
     * @param nodeTtl of answers about a node
     * @param negativeTtl for how long it may be kept that there is no such name, or no such record
     * @param onlyPassing whether an instance that warns is left out as one that is critical
     * @param mostAddresses that an answer has; 0 for all
     * @param mostWithoutEdns records in a datagram to who asks without EDNS
     * @param tellsCut whether an answer in a datagram that leaves instances out says so, which sends clients to TCP
     */
    public record Discovery(
            Where where,
            List<String> domains,
            Duration ttl,
            SequencedMap<NamePattern, Duration> serviceTtl,
            Duration nodeTtl,
            Duration negativeTtl,
            boolean onlyPassing,
            int mostAddresses,
            int mostWithoutEdns,
            boolean tellsCut) {
        public static final String DEFAULT_DOMAIN = "drover";
        /** As with Consul. */
        public static final int DEFAULT_MOST_WITHOUT_EDNS = 3;

        public Discovery {
            domains = List.copyOf(domains);
            serviceTtl = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(serviceTtl));
        }

        /** How long an answer about a service may be kept; its name in lower case. */
        public Duration ttlOf(String service) {
            NamePattern best = null;
            for (NamePattern pattern : serviceTtl.keySet()) {
                boolean better = best == null
                        || (best.open()
                                && (!pattern.open()
                                        || pattern.text().length() > best.text().length()));
                if (better && pattern.matches(service)) {
                    best = pattern;
                }
            }
            return best == null ? ttl : serviceTtl.getOrDefault(best, ttl);
        }
    }

    /**
     * Records below an origin, and names whose answers are chosen.
     *
     * @param file where most records are; absent for a zone of inline records and names alone
     * @param records lines as in a zone file, whose origin is the zone's
     * @param nameservers hosts that the zone's NS records name when neither the file nor {@code records} has an SOA and NS
     * @param names by owner as written, relative to the origin; {@code @} is the origin itself
     * @param transfer who may have a copy; absent for nobody
     * @param signing how it is signed; absent for not at all
     * @param primary where all of it comes from instead
     */
    public record Zone(
            Where where,
            String origin,
            Optional<ZoneText> file,
            List<String> records,
            List<String> nameservers,
            SequencedMap<String, Steered> names,
            Optional<Transfer> transfer,
            Optional<Signing> signing,
            Optional<Primary> primary) {
        public Zone {
            records = List.copyOf(records);
            nameservers = List.copyOf(nameservers);
            names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
        }

        public Zone with(ZoneText text) {
            return new Zone(where, origin, Optional.of(text), records, nameservers, names, transfer, signing, primary);
        }
    }

    /**
     * A zone file as it was when the model was read, with the files that it includes.
     *
     * @param main key of {@code texts}: the file itself
     * @param texts by path relative to the folder of the first {@code drover.yaml}, with slashes
     * @param shown the same keys as the user knows them
     */
    public record ZoneText(String main, SequencedMap<String, String> texts, SequencedMap<String, String> shown) {
        public ZoneText {
            texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
            shown = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shown));
        }

        /** A file that is declared and not read yet. */
        public static ZoneText unread(String main) {
            return new ZoneText(main, new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        /**
         * The key of a file that a text of this zone includes, relative to the folder of that text; empty when it lies outside
         * of the zone file's folder, where a zone has no business.
         */
        public Optional<String> resolve(String from, String path) {
            try {
                Path folder = Path.of(main).normalize().resolveSibling("");
                Path found = Path.of(from).resolveSibling(path).normalize();
                boolean inside = folder.toString().isEmpty() ? !isOutside(found) : found.startsWith(folder);
                return inside && !path.isEmpty() ? Optional.of(found.toString()) : Optional.empty();
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        private static boolean isOutside(Path path) {
            return path.isAbsolute() || path.startsWith("..");
        }

        /** Where a text was written is no part of what it says. */
        @Override
        public boolean equals(Object other) {
            return other instanceof ZoneText o && main.equals(o.main) && texts.equals(o.texts);
        }

        @Override
        public int hashCode() {
            return main.hashCode();
        }

        @Override
        public String toString() {
            return main;
        }
    }

    /**
     * A name whose addresses are chosen for each client.
     *
     * @param name owner as written, relative to the zone
     * @param ttl of its answers
     * @param answer the chain of steps that choose, in order
     * @param allDown what is answered when {@code up} leaves nobody
     */
    public record Steered(
            Where where, String name, Candidates of, Duration ttl, List<AnswerStep> answer, AllDown allDown) {
        public static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

        public Steered {
            answer = List.copyOf(answer);
        }

        /** The owner in full, without the last dot. */
        public String in(String origin) {
            return name.equals("@") ? origin : name + "." + origin;
        }
    }

    /** Among whom a steered name chooses. */
    public sealed interface Candidates {
        /** The addresses of a service's instances, each by its own standing. */
        record Instances(String service) implements Candidates {}

        /** The public addresses of sites, each by the standing of the service that it runs: one instance that is in will do. */
        record Sites(SequencedMap<String, String> services) implements Candidates {
            public Sites {
                services = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(services));
            }
        }

        /** Names of the services whose health counts. */
        default List<String> watched() {
            return switch (this) {
                case Instances one -> List.of(one.service());
                case Sites sites -> List.copyOf(sites.services().values());
            };
        }
    }

    /** What is answered when no candidate is up. */
    public sealed interface AllDown {
        /** As if all were up: a client that tries is better off than one that is sent away. */
        record ServeAll() implements AllDown {}

        /** These addresses. */
        record Answer(List<String> addresses) implements AllDown {
            public Answer {
                addresses = List.copyOf(addresses);
            }
        }
    }
}
