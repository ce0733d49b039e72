package dev.drover.model.keys;

import dev.drover.model.Dns.Guarding;
import dev.drover.model.Dns.Limiting;
import dev.drover.model.Dns.Rates;
import dev.drover.model.Dns.Unlimited;
import dev.drover.model.Network;
import java.util.List;
import java.util.Optional;

/** Keys of what keeps a server of names from being used against others. */
final class GuardKeys {
    private static final int MOST = 1_000_000;

    private static final Key<Integer> ANSWERS = rate(
            "answers",
            Rates.DEFAULT.answers(),
            "Responses a second with records, of one name, to one network; as many at once.");
    private static final Key<Integer> NEGATIVE = rate(
            "negative",
            Rates.DEFAULT.negative(),
            "Responses a second that there is no such name, or nothing of the type, of all names together, to one network.");
    private static final Key<Integer> ERRORS =
            rate("errors", Rates.DEFAULT.errors(), "All other responses a second, such as REFUSED, to one network.");
    private static final Key<Integer> SLIP = Key.<Integer>optional(
                    "slip",
                    Units.count(0, 10),
                    "Every so-many-th response over the limit is sent without records and cut off, so that an honest client comes by TCP;"
                            + " 0: none, 1: all.")
            .orElse(Integer.toString(Rates.DEFAULT.slip()));
    private static final Key<List<Network>> ALLOW = Key.<List<Network>>optional(
                    "allow",
                    Listed.oneOrMore(Addresses.NETWORK).distinct(),
                    "Networks without a limit, such as one's own resolvers; this machine always is.")
            .orElse(List.of(), "none");

    static final Key<Limiting> LIMIT = Key.<Limiting>optional(
                    "limit",
                    Choice.<Limiting>of("")
                            .word("off", new Unlimited())
                            .otherwise(Keyed.of(
                                    "limits of responses",
                                    f -> new Rates(
                                            f.get(ANSWERS), f.get(NEGATIVE), f.get(ERRORS), f.get(SLIP), f.get(ALLOW)),
                                    ANSWERS,
                                    NEGATIVE,
                                    ERRORS,
                                    SLIP,
                                    ALLOW)),
                    "How many responses in datagrams are sent to one network of clients, a /24 of IPv4 or a /56 of IPv6, since who asked may"
                            + " not be who is named as the sender. TCP and clients with a cookie are free of it.")
            .orElse(Rates.DEFAULT, "{answers: 200, negative: 100, errors: 50, slip: 2}");
    static final Key<Boolean> COOKIES = Key.optional(
                    "cookies",
                    Choice.<Boolean>of("").word("on", true).word("off", false),
                    "Whether clients that send a cookie are given one (RFC 7873), by which they are known again.")
            .orElse(true, "on");

    private GuardKeys() {}

    private static Key<Integer> rate(String name, int usual, String doc) {
        return Key.<Integer>optional(name, Units.count(1, MOST), doc).orElse(Integer.toString(usual));
    }

    /** Absent where neither is said. */
    static Optional<Guarding> guarding(Fields f) {
        boolean said = f.where().has(LIMIT.name()) || f.where().has(COOKIES.name());
        return said ? Optional.of(new Guarding(f.where(), f.get(LIMIT), f.get(COOKIES))) : Optional.empty();
    }
}
