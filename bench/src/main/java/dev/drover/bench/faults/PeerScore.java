package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import java.util.List;

/**
 * How often a peer is right, over the cases that count for the doctor.
 *
 * @param any faults of which it raises an alert that is right
 * @param first the same, but of all its alerts of the highest level one is looked at, blindly: the share of these that are right, summed up
 * @param falseVerdicts controls of which it warns
 */
record PeerScore(int faults, int any, double first, int controls, int falseVerdicts) {
    static PeerScore of(Peer peer, List<Scored> cases) {
        List<Scored> faults = cases.stream().filter(Scored::countsAsFault).toList();
        List<Scored> controls = cases.stream().filter(Scored::countsAsControl).toList();
        return new PeerScore(
                faults.size(),
                (int) faults.stream()
                        .filter(c -> of(c, peer).stream().anyMatch(Raised::right))
                        .count(),
                faults.stream().mapToDouble(c -> first(of(c, peer))).sum(),
                controls.size(),
                (int) controls.stream()
                        .filter(c -> of(c, peer).stream().anyMatch(r -> r.level() != Level.INFO))
                        .count());
    }

    private static List<Raised> of(Scored one, Peer peer) {
        return one.peers().getOrDefault(peer, List.of());
    }

    /** The share of the loudest alerts that is right. */
    private static double first(List<Raised> raised) {
        if (raised.isEmpty()) {
            return 0;
        }
        Level loudest = raised.stream().map(Raised::level).max(Level::compareTo).orElseThrow();
        List<Raised> loud = raised.stream().filter(r -> r.level() == loudest).toList();
        return loud.stream().filter(Raised::right).count() / (double) loud.size();
    }
}
