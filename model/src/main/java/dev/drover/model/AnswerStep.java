package dev.drover.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** One step of the chain that chooses among the candidates of a steered name: it takes some of them away and keeps the rest. */
public sealed interface AnswerStep {
    /** Its key in the file. */
    String word();

    /** Its place in a chain: steps stand in this order, each at most once. */
    default int rank() {
        return switch (this) {
            case Up up -> 0;
            case Fence fence -> 1;
            case Prefix prefix -> 2;
            case Geo geo -> 3;
            case Failover failover -> 4;
            case Nearest nearest -> 5;
            case Latency latency -> 6;
            case Spread spread -> 7;
            case Weight weight -> 8;
            case Sticky sticky -> 9;
            case First first -> 10;
        };
    }

    /** The sites it speaks of. */
    default SequencedSet<String> sites() {
        var sites = new LinkedHashSet<String>();
        switch (this) {
            case Up up -> {}
            case Fence fence -> {}
            case Prefix prefix -> prefix.networks().values().forEach(sites::addAll);
            case Geo geo -> geo.places().values().forEach(sites::addAll);
            case Failover failover -> failover.pools().forEach(sites::addAll);
            case Nearest nearest -> {}
            case Latency latency -> latency.networks().values().forEach(byNetwork -> sites.addAll(byNetwork.keySet()));
            case Spread spread -> {}
            case Weight weight -> sites.addAll(weight.shares().sequencedKeySet());
            case Sticky sticky -> {}
            case First first -> {}
        }
        return sites;
    }

    /** Keeps what is up. */
    record Up() implements AnswerStep {
        @Override
        public String word() {
            return "up";
        }
    }

    /**
     * Keeps all for clients inside, and none for others.
     *
     * @param countries ISO 3166-1 alpha-2 codes; a client inside one of them or of {@code networks} is inside
     */
    record Fence(List<String> countries, List<Network> networks) implements AnswerStep {
        public Fence {
            countries = List.copyOf(countries);
            networks = List.copyOf(networks);
        }

        @Override
        public String word() {
            return "fence";
        }
    }

    /**
     * Keeps the sites declared for the longest network that a client is in, unless none of them is left; all for other clients.
     *
     * @param networks sites by network
     */
    record Prefix(SequencedMap<Network, List<String>> networks) implements AnswerStep {
        public Prefix {
            networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
        }

        @Override
        public String word() {
            return "prefix";
        }
    }

    /**
     * Keeps the sites of the narrowest place that a client is in and of which one is left: subdivision, country, continent,
     * {@code default}.
     *
     * @param places sites by {@code US-CA}, {@code DE}, {@code europe} or {@code default}
     */
    record Geo(SequencedMap<String, List<String>> places) implements AnswerStep {
        public Geo {
            places = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(places));
        }

        @Override
        public String word() {
            return "geo";
        }
    }

    /** Keeps the first pool of sites of which one is left. */
    record Failover(List<List<String>> pools) implements AnswerStep {
        public Failover {
            pools = pools.stream().map(List::copyOf).toList();
        }

        @Override
        public String word() {
            return "failover";
        }
    }

    /** Orders by the distance between client and site; takes nobody away. */
    record Nearest() implements AnswerStep {
        @Override
        public String word() {
            return "nearest";
        }
    }

    /**
     * Orders by the latency that was measured between the longest network that a client is in and each site, those without a figure
     * behind; leaves the order to other clients.
     *
     * @param networks round-trip times by network and site
     */
    record Latency(SequencedMap<Network, SequencedMap<String, Duration>> networks) implements AnswerStep {
        public Latency {
            networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
        }

        @Override
        public String word() {
            return "latency";
        }
    }

    /**
     * Orders by a draw of the client's network, so that all are in front equally often.
     *
     * @param every how often is drawn anew, counted from midnight UTC of 1970; never where it is empty
     */
    record Spread(Optional<Duration> every) implements AnswerStep {
        @Override
        public String word() {
            return "spread";
        }
    }

    /** Puts in front whom a client network was answered last, as long as it is left. */
    record Sticky() implements AnswerStep {
        @Override
        public String word() {
            return "sticky";
        }
    }

    /** Keeps one site, drawn by its share; the same client network draws the same one as long as it is left. */
    record Weight(SequencedMap<String, Integer> shares) implements AnswerStep {
        public Weight {
            shares = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shares));
        }

        @Override
        public String word() {
            return "weight";
        }
    }

    /**
     * Keeps so many: of sites where sites are chosen, else of addresses.
     *
     * @param count at least 1
     */
    record First(int count) implements AnswerStep {
        @Override
        public String word() {
            return "first";
        }
    }
}
