package dev.drover.command;

import dev.drover.admin.Json;
import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Destination;
import dev.drover.observe.fleet.Fleet;
import dev.drover.observe.fleet.Judged;
import dev.drover.observe.fleet.Visit;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.verdict.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code drover doctor --host}: watches other hosts and says which of them to look at first. */
final class DoctorFleet {
    /** Sixteen hosts that are watched for long at the same time share the memory that one may take. */
    private static final int LEAST_SAMPLES = 60;

    private final Output output;
    private final Hosts hosts;

    DoctorFleet(Output output, Hosts hosts) {
        this.output = output;
        this.hosts = hosts;
    }

    int diagnose(Duration span, boolean json, @Nullable Rule asked) throws Failure, InterruptedException {
        List<Destination> all = hosts.all();
        String many = all.size() == 1 ? all.getFirst().toString() : all.size() + " hosts";
        output.err().println("watching " + many + " for " + span.toSeconds() + " s over SSH ...");
        Comparison comparison = Comparison.of(visits(all, span));
        if (asked != null) {
            return explained(comparison, asked.facts(), json);
        }
        if (json) {
            output.out().println(Json.pretty(FleetJson.of(comparison)));
        } else {
            output.out().println(new FleetWords(output).text(comparison));
        }
        output.out().flush();
        return code(comparison);
    }

    private List<Visit> visits(List<Destination> all, Duration span) throws Failure, InterruptedException {
        int most = Math.max(LEAST_SAMPLES, Doctor.MOST_SAMPLES / Math.min(Fleet.AT_ONCE, all.size()));
        var done = new AtomicInteger();
        List<Visit> visits = hosts.fleet().watch(all, span, most, visit -> {
            if (all.size() > 1) {
                Output.progress(done.incrementAndGet() + " of " + all.size() + " hosts told");
            }
        });
        Output.progress("");
        return visits;
    }

    private int explained(Comparison comparison, RuleFacts rule, boolean json) {
        boolean all = comparison.places().stream().noneMatch(p -> p.judged().isEmpty());
        if (json) {
            output.out().println(Json.pretty(RuleJson.of(rule, comparison)));
            output.out().flush();
            return all ? ExitCode.DONE : ExitCode.BAD_INPUT;
        }
        for (Comparison.Place place : comparison.places()) {
            output.out().println(output.strong(place.visit().host().toString()));
            if (place.judged().isPresent()) {
                Outcome outcome = outcome(place.judged().get(), rule);
                output.out().println(new RuleWords(output).explained(rule, outcome));
            } else {
                output.out().println(FleetWords.unseen(place));
            }
        }
        output.out().flush();
        return all ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    /** What this rule said of a host. */
    static Outcome outcome(Judged judged, RuleFacts rule) {
        return judged.diagnosis().judgements().stream()
                .filter(judgement -> judgement.rule().id().equals(rule.id()))
                .map(Judgement::outcome)
                .findFirst()
                .orElseThrow();
    }

    /** A bottleneck is news even where another host is silent. */
    static int code(Comparison comparison) {
        boolean silent = false;
        for (Comparison.Place place : comparison.places()) {
            switch (place.gravity()) {
                case CRITICAL, WARNING -> {
                    return ExitCode.FAILED;
                }
                case UNKNOWN -> silent = true;
                case BUSY, HEALTHY -> {}
            }
        }
        return silent ? ExitCode.BAD_INPUT : ExitCode.DONE;
    }
}
