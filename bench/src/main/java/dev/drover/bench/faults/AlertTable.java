package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Alert;
import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The alerts of a peer: when they are raised, what they are right for, and how often they were. */
record AlertTable(Peer peer, List<Scored> cases) {
    String text() {
        var table = Markdown.table(
                "alert",
                "raised when",
                "waived",
                "right for faults of",
                "raised on faults",
                "right",
                "false on controls");
        for (Alert alert : peer.alerts()) {
            table.row(
                    "[" + alert.name() + "](" + peer.page() + alert.source() + ")",
                    alert.when(),
                    alert.over(),
                    alert.right().stream().map(id -> "`" + id + "`").collect(Collectors.joining(" ")),
                    count(alert, Scored::countsAsFault, r -> true),
                    count(alert, Scored::countsAsFault, Raised::right),
                    count(alert, Scored::countsAsControl, r -> r.level() != Level.INFO));
        }
        return table.text() + "\nNot made anew:\n\n" + Markdown.list(peer.left());
    }

    private String count(Alert alert, Predicate<Scored> which, Predicate<Raised> how) {
        long count = cases.stream()
                .filter(which)
                .filter(c -> c.peers().getOrDefault(peer, List.of()).stream()
                        .anyMatch(r -> r.alert() == alert && how.test(r)))
                .count();
        return count == 0 ? "" : Long.toString(count);
    }
}
