package dev.drover.dns.peers;

import dev.drover.testkit.peer.NameServer;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where we mean to answer otherwise than another server, each with its reason. The rest must be the same. (A delegation at
 * a wildcard, which RFC 4592 section 4.2 leaves undefined, is in no zone: Knot refers by it, we take it for plain data.)
 */
final class Differences {
    /** Aliases from one of the zones to another. */
    private static final Set<String> CROSSING = Set.of("tochild.parent.test. ", "up.child.parent.test. ");

    private Differences() {}

    /** Our answer as the other one would have to give it. */
    static Seen expected(NameServer.Kind kind, Seen ours, Seen theirs, boolean asksForSoa) {
        return switch (kind) {
            case KNOT -> knot(ours, theirs);
            case BIND -> bind(ours, theirs, asksForSoa);
            case NSD -> nsd(ours, theirs);
        };
    }

    private static Seen knot(Seen ours, Seen theirs) {
        // A service at its own name (RFC 9460 section 4.1): it does not add the addresses of the owner, BIND and we do.
        return isService(ours) && theirs.additional().isEmpty() ? ours.withAdditional(theirs.additional()) : ours;
    }

    private static boolean isService(Seen seen) {
        return seen.has(seen.answer(), "HTTPS") || seen.has(seen.answer(), "SVCB");
    }

    private static Seen bind(Seen ours, Seen theirs, boolean asksForSoa) {
        Seen expected = ours;
        if (asksForSoa && theirs.rcode().equals("NXDOMAIN")) {
            // BIND's zero-no-soa-ttl: that there is no such name is not to be remembered. RFC 2308 section 3 makes no
            // exception.
            expected = expected.withAuthority(expected.authority().stream()
                    .map(r -> r.replaceFirst(" \\d+ SOA ", " 0 SOA "))
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        if (ours.has(ours.authority(), "NS") && ours.additional().containsAll(theirs.additional())) {
            // In referrals it leaves out addresses that are data of the zone itself: they spare a question, and RFC
            // 1034 section
            // 4.3.2 step 3b says to put whatever addresses are available.
            expected = expected.withAdditional(theirs.additional());
        }
        if (ours.additional().size() > 13 && theirs.additional().isEmpty()) {
            // No additional records at all beyond 13 of a kind; ours go where they fit.
            expected = expected.withAdditional(theirs.additional());
        }
        if (theirs.rcode().equals("SERVFAIL") && isAlias(ours)) {
            // An alias that leads to itself: the records are as they are. NSD and Knot say so, too.
            expected = expected.withRcode("SERVFAIL");
        }
        return leadsOn(ours, theirs) ? theirs : expected;
    }

    private static Seen nsd(Seen ours, Seen theirs) {
        if (!ours.answer().isEmpty()
                && ours.authority().isEmpty()
                && theirs.has(theirs.authority(), "NS")
                && (theirs.additional().containsAll(ours.additional()) || isService(ours))) {
            // It adds the zone's servers to answers, which nobody needs: they make answers long; and to services no
            // addresses.
            return ours.withAuthority(theirs.authority()).withAdditional(theirs.additional());
        }
        return leadsOn(ours, theirs) ? theirs : ours;
    }

    /** All of its answers are aliases: the last one leads out of the zone, to nothing, or back. */
    private static boolean isAlias(Seen seen) {
        return !seen.answer().isEmpty()
                && seen.answer().stream().allMatch(r -> r.contains(" CNAME ") || r.contains(" DNAME "));
    }

    /**
     * BIND and NSD follow an alias into another zone that they serve as well, though no resolver believes them; a table of one zone would
     * depend on all others. We end as Knot does: after the alias, or with the referral to the other zone.
     */
    private static boolean leadsOn(Seen ours, Seen theirs) {
        return isAlias(ours)
                && CROSSING.stream().anyMatch(c -> ours.answer().stream().anyMatch(r -> r.startsWith(c)))
                && theirs.answer().containsAll(ours.answer());
    }
}
