package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.rollover.Succession.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why keys do not get on, in words. Safe for all threads. */
final class Reasons {
    private final Steps steps;
    private final Looks looks;
    private final InstantSource clock;

    Reasons(Steps steps, Looks looks, InstantSource clock) {
        this.steps = steps;
        this.looks = looks;
        this.clock = clock;
    }

    /**
     * Zones that wait for somebody.
     *
     * @param trouble why the last thing that was to be done for a zone could not be; or empty
     */
    List<Waiting> of(Wanted wanted, Function<DnsName, String> trouble) {
        return wanted.zones().values().stream()
                .flatMap(zone -> of(zone, wanted, trouble.apply(zone.zone())).stream())
                .toList();
    }

    private Optional<Waiting> of(Watched zone, Wanted wanted, String trouble) {
        DnsName origin = zone.zone();
        Succession at = steps.of(origin).orElse(null);
        if (at == null) {
            String why = trouble.isEmpty() ? "nodes have not agreed yet" : trouble;
            return wanted.shared() ? Optional.of(new Waiting(origin, wanted.since(), why, false)) : Optional.empty();
        }
        int more = wanted.shared() ? Unheard.keys(at, zone.lifetime(), steps.heard(), clock.instant()) : 0;
        if (more > 0) {
            return Optional.of(new Waiting(origin, since(wanted), unheard(more), false));
        }
        if (at.isByHand()) {
            return byHand(origin, at, wanted, trouble);
        }
        return at.waitsSince(clock.instant())
                .map(since -> new Waiting(origin, since, why(zone, at, trouble), isSaid(zone, at)));
    }

    /** Since when no other node is heard, as far as anybody noted it. */
    Instant since(Wanted wanted) {
        return steps.heard().equals(Instant.MIN) ? wanted.since() : steps.heard();
    }

    /** What follows from having heard no other node for so long that there may be so many keys more. */
    static String unheard(int more) {
        String since = "other nodes are not heard, and may have changed to ";
        return switch (more) {
            case Unheard.TOO_MANY -> since + "keys that are not tried here: SERVFAIL until they are heard";
            case 1 -> since + "the next key, which signs the keys as well";
            default -> since + "one of the next " + more + " keys, which sign the keys as well";
        };
    }

    /** Of a zone whose keys are by hand, and are not to be. */
    private Optional<Waiting> byHand(DnsName zone, Succession at, Wanted wanted, String trouble) {
        String why = trouble;
        if (why.isEmpty() && wanted.isLeft(zone, at)) {
            why = "another node changes its keys by hand; apply the same file there, and then here";
        } else if (why.isEmpty() && at.takenOver(clock.instant()).isEmpty()) {
            why = "keys " + at.numbers()
                    + " are in use, and the second does not follow the first; keep one of them by hand";
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(new Waiting(zone, wanted.since(), why, false));
    }

    /** Whether the operator can say it in place of the zone above: not where that is about to be asked. */
    private boolean isSaid(Watched zone, Succession at) {
        if (!zone.parents().isEmpty() && !looks.isAsked(zone.zone())) {
            return false;
        }
        return switch (at.stage()) {
            case Stage.Joined _ -> true;
            case Stage.Vouched vouched ->
                vouched.by().isEmpty() && !looks.why(zone.zone()).isEmpty();
            case Stage.Alone _, Stage.ByHand _ -> false;
        };
    }

    private String why(Watched zone, Succession at, String trouble) {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        boolean isSaid =
                at.stage() instanceof Stage.Vouched vouched && vouched.by().isPresent();
        if (!isSaid && zone.parents().isEmpty()) {
            return "nobody said that the zone above has its DS record";
        }
        String why = isSaid ? "" : looks.why(zone.zone());
        return why.isEmpty()
                ? "this node has not known for long enough that the zone above vouches for the next key"
                : why;
    }
}
