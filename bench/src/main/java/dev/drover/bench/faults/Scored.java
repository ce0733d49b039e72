package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Alert;
import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import dev.drover.lab.KeptCase;
import dev.drover.lab.Result;
import dev.drover.observe.sample.Window;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case, what the doctor made of it, and what each peer would have raised: the same windows, and the same rule for what was there
 * before.
 *
 * @param drawn what chance made of the fault's strength
 */
record Scored(Result result, List<Long> drawn, Map<Peer, List<Raised>> peers) {
    static Scored of(KeptCase kept) throws IOException {
        Result result = kept.result();
        var peers = new LinkedHashMap<Peer, List<Raised>>();
        if (result instanceof Result.Ran ran) {
            Window during = kept.during();
            Optional<Window> before = kept.before();
            for (Peer peer : Peer.ALL) {
                peers.put(peer, raised(peer, during, before, ran.expected()));
            }
        }
        return new Scored(result, kept.notes().drawn(), peers);
    }

    /** Loudest first. What was raised as loudly before the fault is left out, unless it is right. */
    private static List<Raised> raised(Peer peer, Window during, Optional<Window> before, List<String> expected) {
        Map<Alert, Level> already = before.map(peer::raised).orElse(Map.of());
        return peer.raised(during).entrySet().stream()
                .map(e -> new Raised(
                        e.getKey(), e.getValue(), e.getKey().right().stream().anyMatch(expected::contains)))
                .filter(r -> r.right()
                        || !already.containsKey(r.alert())
                        || already.get(r.alert()).compareTo(r.level()) < 0)
                .sorted(Comparator.comparing(Raised::level)
                        .reversed()
                        .thenComparing(r -> r.alert().name()))
                .toList();
    }

    Optional<Result.Ran> ran() {
        return result instanceof Result.Ran ran ? Optional.of(ran) : Optional.empty();
    }

    /** A fault whose victim suffered, and that counters can tell. */
    boolean countsAsFault() {
        return ran().filter(r -> r.counts() && !r.control() && !r.hidden()).isPresent();
    }

    /** A control whose victim did not. */
    boolean countsAsControl() {
        return ran().filter(r -> r.counts() && r.control()).isPresent();
    }
}
