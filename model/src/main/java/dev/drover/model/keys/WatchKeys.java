package dev.drover.model.keys;

import dev.drover.model.Dns.Watching;
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

    private WatchKeys() {}

    /** Absent where nothing is said. */
    static Optional<Watching> watching(Fields f) {
        return f.where().has(QUERY_LOG.name())
                ? Optional.of(new Watching(f.where(), f.get(QUERY_LOG)))
                : Optional.empty();
    }

    private static @Nullable Integer share(String text, Spot spot) {
        if (!text.matches("1/0*[1-9][0-9]{0,6}")) {
            return spot.unfit(text, ONE_OF.expected(), "");
        }
        int of = Integer.parseInt(text.substring(2));
        return of <= RAREST ? of : spot.unfit(text, ONE_OF.expected() + ", at most 1/" + RAREST, "1/" + RAREST);
    }
}
