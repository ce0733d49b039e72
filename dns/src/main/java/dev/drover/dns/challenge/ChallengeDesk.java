package dev.drover.dns.challenge;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Challenges;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes what operators want answered to certification authorities, and says what is to be answered now. */
public final class ChallengeDesk {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Challenges agreed;
    private final Noted noted;
    private final OwnChallenges own;
    private final InstantSource clock;
    private final String node;

    /**
     * A desk of a node.
     *
     * @param agreed what nodes that share a registry have in common
     * @param folder where that is noted, for a start without them
     */
    public ChallengeDesk(Challenges agreed, InstantSource clock, String node, Path folder) {
        this.agreed = agreed;
        this.noted = new Noted(agreed, folder.resolve("challenges"));
        this.own = new OwnChallenges(clock);
        this.clock = clock;
        this.node = node;
    }

    /** What is to be answered now, each once and in order. */
    public List<Txt> answered() {
        return now().flatMap(c -> Txt.of(c.name(), c.value()).stream())
                .distinct()
                .sorted(Comparator.comparing((Txt t) -> t.owner()).thenComparing(Txt::value))
                .toList();
    }

    /** All that have not ended, as they came. */
    public List<Challenge> all() {
        return now().toList();
    }

    private Stream<Challenge> now() {
        Instant now = clock.instant();
        return Stream.concat(
                        noted.all().stream().map(k -> told(k, true)),
                        own.all().stream().map(k -> told(k, false)))
                .filter(c -> c.until().isAfter(now));
    }

    private static Challenge told(Challenges.Kept kept, boolean shared) {
        return new Challenge(kept.name(), kept.value(), kept.by(), kept.node(), kept.since(), kept.until(), shared);
    }

    /**
     * Does what is wanted. Where nodes share a registry it returns once that is agreed on.
     *
     * @throws Refused with the reason, and what to do
     */
    public Challenge.Done take(Challenge.Wish wish, String by, Ground ground) throws Refused {
        if (wish.name() == null) {
            throw Txt.no("a challenge needs a name", "drover dns challenge NAME VALUE");
        }
        DnsName owner = Txt.owner(wish.name());
        Optional<String> value = wish.value() == null ? Optional.empty() : Optional.of(Txt.value(wish.value()));
        try {
            return wish.remove() ? remove(owner, value) : put(owner, value, wish, by, ground);
        } catch (Challenges.NotAgreed e) {
            throw new Refused(
                    e.maybeDone() ? Refused.Cause.FAILED : Refused.Cause.CONFLICT,
                    e.getMessage() + (e.maybeDone() ? "; it may take effect all the same" : ""));
        }
    }

    private Challenge.Done put(DnsName owner, Optional<String> value, Challenge.Wish wish, String by, Ground ground)
            throws Refused, Challenges.NotAgreed {
        if (value.isEmpty()) {
            throw Txt.no("a challenge needs a value", "drover dns challenge NAME VALUE; or --remove");
        }
        Zone zone = ground.demand(owner);
        Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var kept = new Challenges.Kept(owner.toString(), value.get(), by, node, since, since.plus(length(wish)));
        var warnings = new ArrayList<String>();
        if (ground.isCopied(zone)) {
            warnings.add("servers with copies of " + zone.origin()
                    + " do not answer it: an authority that asks one of them fails");
        }
        String what =
                owner + " TXT \"" + kept.value() + "\", until " + kept.until().truncatedTo(ChronoUnit.SECONDS);
        if (agreed.isShared()) {
            agreed.put(kept).missed().forEach(m -> warnings.add(m + ": an authority that asks a server there fails"));
            return new Challenge.Done(
                    "agreed on: " + what + "; nodes that hear the registry answer it within a second", warnings);
        }
        own.put(kept);
        warnings.add(
                "this node alone answers it, until it ends or Drover does: it shares no registry (with a secret) with others");
        return new Challenge.Done("answered: " + what, warnings);
    }

    private static Duration length(Challenge.Wish wish) throws Refused {
        if (wish.seconds() == null) {
            return USUAL;
        }
        if (wish.seconds() < 1 || wish.seconds() > LONGEST.toSeconds()) {
            throw Txt.no(
                    "a challenge for " + wish.seconds() + " s (expected: 1 s to 24 h)",
                    "an hour is enough for most; give it again to have it longer");
        }
        return Duration.ofSeconds(wish.seconds());
    }

    private Challenge.Done remove(DnsName owner, Optional<String> value) throws Refused, Challenges.NotAgreed {
        String name = owner.toString();
        boolean here = own.remove(name, value.orElse(""));
        Challenges.Done agreement =
                agreed.isShared() ? agreed.remove(name, value.orElse("")) : new Challenges.Done(false, List.of());
        boolean there = agreement.changed();
        List<String> warnings = agreement.missed().stream()
                .map(m -> m + ": there it ends by itself")
                .toList();
        if (!here && !there) {
            // Hooks are called again after a failure: what is gone is as it shall be.
            return new Challenge.Done(
                    "nothing to remove: " + name
                            + value.map(v -> " has no TXT \"" + v + '"').orElse(" has no value"),
                    warnings);
        }
        return new Challenge.Done(
                name + (value.isPresent() ? " TXT \"" + value.get() + "\"" : " TXT") + " is removed"
                        + (there ? "; nodes that hear the registry stop answering it within a second" : ""),
                warnings);
    }
}
