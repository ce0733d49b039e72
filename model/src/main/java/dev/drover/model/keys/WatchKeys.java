package dev.drover.model.keys;

import dev.drover.model.Dns.Missteer;
import dev.drover.model.Dns.Watching;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of what is told of queries beside numbers. */
final class WatchKeys {
    private static final int RAREST = 1_000_000;

    /** One of so many. */
    private static final Scalar<Integer> ONE_OF =
            Scalar.of("a share such as 1/100, or 1/1 for all", "^1/0*[1-9][0-9]{0,6}$", WatchKeys::share);

    static final Key<Integer> QUERY_LOG = Key.<Integer>optional(
                    "query-log",
                    Choice.<Integer>of("").word("off", 0).otherwise(ONE_OF),
                    "One of so many queries, drawn at random, is a line of DATA/logs/queries.log; clients are told by their networks, a /24"
                            + " or a /56.")
            .orElse(0, "off");

    private static final Scalar<String> NAME =
            Scalar.of("a name in full such as beacon.example.com", Words.TEXT.schema(), WatchKeys::name);
    private static final Key<Integer> REQUESTS = Key.<Integer>optional(
                    "requests", ONE_OF, "One of so many requests at the gateway is compared; those to beacons all are.")
            .orElse(100, "1/100");
    private static final Key<List<String>> BEACONS = Key.<List<String>>optional(
                    "beacons",
                    Listed.oneOrMore(NAME).distinct(),
                    "Names of dns.zones in full. LABEL.NAME is answered as NAME is for every label, and it is remembered which resolver asked, so"
                            + " that the request that follows tells whom that resolver asks for.")
            .orElse(List.of(), "none");
    static final Key<Missteer> MISSTEER = Key.optional(
            "missteer",
            Keyed.of(
                    "how requests at the wrong site are found",
                    f -> new Missteer(f.where(), f.get(REQUESTS), f.get(BEACONS)),
                    REQUESTS,
                    BEACONS),
            "Compares the site at which requests arrive with the one that names would have answered their clients; drover dns missteer tells."
                    + " Clients and resolvers are kept as networks, a /24 or a /56. {} is enough. Default: off.");

    private WatchKeys() {}

    /** Absent where nothing is said. */
    static Optional<Watching> watching(Fields f) {
        return f.where().has(QUERY_LOG.name()) || f.where().has(MISSTEER.name())
                ? Optional.of(new Watching(f.where(), f.get(QUERY_LOG), f.optional(MISSTEER)))
                : Optional.empty();
    }

    private static @Nullable String name(String text, Spot spot) {
        return DnsKeys.isName(text) ? text.toLowerCase(Locale.ROOT) : spot.unfit(text, NAME.expected(), "");
    }

    private static @Nullable Integer share(String text, Spot spot) {
        if (!text.matches("1/0*[1-9][0-9]{0,6}")) {
            return spot.unfit(text, ONE_OF.expected(), "");
        }
        int of = Integer.parseInt(text.substring(2));
        return of <= RAREST ? of : spot.unfit(text, ONE_OF.expected() + ", at most 1/" + RAREST, "1/" + RAREST);
    }
}
