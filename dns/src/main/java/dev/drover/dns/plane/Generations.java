package dev.drover.dns.plane;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Authority;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.answer.Witness;
import dev.drover.dns.challenge.ChallengedZones;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.dns.steer.Epochs;
import dev.drover.dns.steer.Stays;
import dev.drover.dns.steer.SteeredNames;
import dev.drover.dns.transfer.Secondaries;
import dev.drover.dns.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes generations of answers, each of what is declared, observed and copied at the moment. What stays is taken over from a generation
 * before, whichever that is: so what takes long can be made beside the one that is in force, and be settled quickly when health has changed meanwhile.
 */
final class Generations {
    private static final Duration LOOK = Duration.ofMinutes(20);

    private final InstantSource clock;
    private final String node;
    private final Stays stays;
    private final Secondaries secondaries;
    private final Witness witness;

    /** @param witness is told who asks for names below beacons */
    Generations(InstantSource clock, String node, Stays stays, Secondaries secondaries, Witness witness) {
        this.witness = witness;
        this.clock = clock;
        this.node = node;
        this.stays = stays;
        this.secondaries = secondaries;
    }

    /** Health has changed, or it is another basis. Signatures that hold are left for {@link #renewed}. */
    Generation next(Basis basis, Snapshot snapshot, Generation before) {
        return make(basis, snapshot, before, false);
    }

    /** The same with signatures made anew that are to be, which may take long. */
    Generation renewed(Basis basis, Snapshot snapshot, Generation before) {
        return make(basis, snapshot, before, true);
    }

    private Generation make(Basis basis, Snapshot snapshot, Generation before, boolean renew) {
        Instant now = clock.instant();
        List<Steered> steered = SignedZones.of(steered(basis, snapshot, stays, witness), basis.plans(), now);
        Following following = before.following().next(basis.reading(), steered);
        ChallengedZones challenged = before.challenged().next(basis.ground(following.zones()), basis.challenges());
        SignedZones signed = before.signed().next(challenged.zones(), basis.plans(), steered, now, renew);
        List<Zone> copies = secondaries.zones().stream()
                .filter(zone -> basis.followed().contains(zone.origin()))
                .toList();
        List<DnsName> missing = missing(basis, copies, now);
        var zones = new ArrayList<>(signed.zones());
        zones.addAll(copies);
        Answers answers = before.answers().with(zones, steered);
        if (!missing.equals(before.missing())
                || !basis.discovery().equals(before.basis().discovery())) {
            answers = answers.beside(authorities(basis.discovery(), missing));
        }
        return new Generation(
                basis,
                snapshot,
                DiscoveryNames.declared(basis.model(), snapshot, node),
                Epochs.of(basis.model(), now),
                following,
                challenged,
                signed,
                missing,
                renew ? now : before.looked(),
                answers);
    }

    private List<Steered> steered(Basis basis, Snapshot snapshot, Stays known, Witness sees) {
        return new SteeredNames(basis.model(), snapshot, basis.locating(), known, clock.instant(), sees).all();
    }

    private static List<DnsName> missing(Basis basis, List<Zone> copies, Instant now) {
        List<DnsName> there = copies.stream().map(Zone::origin).toList();
        Stream<DnsName> unsigned = basis.plans().values().stream()
                .map(Plan::keys)
                .filter(keys -> !keys.isKnown(now))
                .map(KeyPlan::origin);
        return Stream.concat(basis.followed().stream().filter(origin -> !there.contains(origin)), unsigned)
                .sorted()
                .toList();
    }

    static List<Authority> authorities(Optional<DiscoveryNames> discovery, List<DnsName> missing) {
        var all = new ArrayList<>(discovery.map(DiscoveryNames::authorities).orElse(List.of()));
        missing.forEach(origin -> all.add(new Missing(origin)));
        return all;
    }

    /** Whether time alone has made it old: a draw is over, or signatures are to be looked at, which are made anew long before they end. */
    boolean isOld(Generation generation) {
        Instant now = clock.instant();
        return !generation.epochs().equals(Epochs.of(generation.basis().model(), now))
                || (!generation.basis().plans().isEmpty()
                        && !now.isBefore(generation.looked().plus(LOOK)));
    }

    /** Says what a generation answers, and leaves no trace. */
    Explaining explaining(Generation of) {
        Basis basis = of.basis();
        Stays known = stays.unchanged();
        Answers same = of.answers().with(of.answers().zones(), steered(basis, of.snapshot(), known, Witness.none()));
        return new Explaining(
                basis.model(), of.snapshot(), basis.locating(), known, clock.instant(), basis.discovery(), same);
    }
}
