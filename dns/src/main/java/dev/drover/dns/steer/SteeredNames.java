package dev.drover.dns.steer;

import dev.drover.board.Snapshot;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.answer.Witness;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.model.AnswerStep;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.policy.steer.Candidate;
import dev.drover.policy.steer.Decision;
import dev.drover.policy.steer.Situation;
import dev.drover.policy.steer.Steering;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The steered names of a model in one generation of the board: who is a candidate, and who is up, is settled. */
public final class SteeredNames {
    private final List<Steered> names = new ArrayList<>();

    /** Settles it for all zones; nobody is told who asks for names below beacons. */
    public SteeredNames(Model model, Snapshot board, Locator locator, Stays stays, Instant now) {
        this(model, board, locator, stays, now, Witness.none());
    }

    /**
     * Settles it for all zones.
     *
     * @param stays is told who is answered whom, where a name is sticky
     * @param witness is told who asks for names below beacons
     */
    public SteeredNames(Model model, Snapshot board, Locator locator, Stays stays, Instant now, Witness witness) {
        List<String> beacons = model.dns()
                .flatMap(Dns::watching)
                .flatMap(Dns.Watching::missteer)
                .map(Dns.Missteer::beacons)
                .orElse(List.of());
        var candidates = new Candidates(model, board);
        for (Dns.Zone zone : model.dns().orElseGet(Dns::none).zones().values()) {
            DnsName origin = DnsName.parse(zone.origin());
            for (Dns.Steered name : zone.names().values()) {
                String full = name.in(zone.origin());
                var steered = new Steered(
                        DnsName.parse(name.name(), origin),
                        origin,
                        (int) name.ttl().toSeconds(),
                        chooser(name, full, candidates.of(name), locator, stays, now));
                names.add(beacons.contains(full) ? steered.seenBy(witness) : steered);
            }
        }
    }

    public List<Steered> all() {
        return List.copyOf(names);
    }

    private static Chooser chooser(
            Dns.Steered name, String full, List<Candidate> all, Locator locator, Stays stays, Instant now) {
        boolean sticky = name.answer().contains(new AnswerStep.Sticky());
        return client -> {
            Decision decision = Steering.decide(
                    full, name.answer(), name.allDown(), all, locator.locate(client), stays.situation(full, now));
            if (sticky && !decision.kept().isEmpty()) {
                stays.answered(full, client, decision.kept().getFirst().name());
            }
            List<InetAddress> addresses = decision.addresses();
            return new Chooser.Choice(
                    data(addresses, a -> a instanceof Inet4Address),
                    data(addresses, a -> !(a instanceof Inet4Address)),
                    decision.scope(),
                    lastWord(decision));
        };
    }

    /** The last step that took somebody away; {@code none} where all are answered. */
    private static String lastWord(Decision decision) {
        String last = "none";
        for (Decision.Taken taken : decision.taken()) {
            last = taken.removed().isEmpty() ? last : taken.step();
        }
        return last;
    }

    private static List<Rdata> data(List<InetAddress> addresses, Predicate<InetAddress> family) {
        return addresses.stream()
                .filter(family)
                .map(a -> Rdata.of(a.getAddress()))
                .toList();
    }

    /** Who may be answered, and how each is. */
    public static List<Candidate> candidates(Model model, Snapshot board, Dns.Steered name) {
        return new Candidates(model, board).of(name);
    }

    /** Decides for one client, step by step; for whoever wants to know why. */
    public static Decision decide(
            Model model,
            Snapshot board,
            Locator locator,
            Situation situation,
            Dns.Zone zone,
            Dns.Steered name,
            InetAddress client) {
        return Steering.decide(
                name.in(zone.origin()),
                name.answer(),
                name.allDown(),
                new Candidates(model, board).of(name),
                locator.locate(client),
                situation);
    }
}
