package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Alert;
import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.Result;
import dev.drover.lab.victim.Felt;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Rules;
import dev.drover.observe.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Cases that were never run. */
final class MadeUp {
    static final Felt WELL = new Felt(500, 0, 1, 5);
    static final Felt BADLY = new Felt(500, 5, 50, 500);

    private MadeUp() {}

    static Scored ran(String fault, Felt during, List<String> causes, Map<Peer, List<Raised>> peers) {
        return new Scored(result(fault, during, List.of(), causes), List.of(12L), peers);
    }

    static Result.Ran result(String fault, Felt during, List<String> background, List<String> causes) {
        Case of = new Case(Faults.byId(fault).orElseThrow(), 2, 1_000);
        Verdict verdict = causes.isEmpty()
                ? new Verdict.Healthy()
                : new Verdict.Bottleneck(causes.stream().map(MadeUp::cause).toList());
        return new Result.Ran(
                of,
                of.fault().facts().expected(),
                WELL,
                during,
                background,
                new Diagnosis(verdict, List.of()),
                true,
                OptionalInt.of(2));
    }

    private static Verdict.Cause cause(String rule) {
        var finding = new Finding(
                rule, Severity.WARNING, new Confidence(1, "made up"), "", List.of(), List.of(), Instant.EPOCH, 0.5);
        return new Verdict.Cause(Rules.byId(rule).orElseThrow().facts(), finding, List.of());
    }

    static Raised raised(Peer peer, String alert, Level level, boolean right) {
        return new Raised(alert(peer, alert), level, right);
    }

    static Alert alert(Peer peer, String name) {
        return peer.alerts().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Peer peer(String name) {
        return Peer.ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
