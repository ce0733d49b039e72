package dev.drover.command;

import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Destination;
import dev.drover.observe.fleet.Visit;
import dev.drover.observe.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code drover doctor --host}: watches other hosts and says which of them to look at first. */
final class DoctorFleet {
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
        var done = new AtomicInteger();
        boolean terminal = Output.isTerminal(2);
        List<Visit> visits = hosts.fleet().watch(all, span, Doctor.MOST_SAMPLES, visit -> {
            if (terminal && all.size() > 1) {
                output.err().print("\r" + done.incrementAndGet() + " of " + all.size() + " hosts told\u001b[K");
                output.err().flush();
            }
        });
        if (terminal && all.size() > 1) {
            output.err().print("\r\u001b[K");
            output.err().flush();
        }
        Comparison comparison = Comparison.of(visits);
        if (asked != null) {
            return explained(comparison, asked);
        }
        if (json) {
            output.out().println(dev.drover.admin.Json.pretty(FleetJson.of(comparison)));
        } else {
            output.out().println(new FleetWords(output).text(comparison));
        }
        output.out().flush();
        return code(comparison);
    }

    private int explained(Comparison comparison, Rule rule) {
        boolean all = true;
        for (Comparison.Place place : comparison.places()) {
            output.out().println(output.strong(place.visit().host().toString()));
            if (place.judged().isPresent()) {
                var window = place.judged().get().window();
                output.out().println(new RuleWords(output).explained(rule, rule.judge(window)));
            } else {
                output.out().println(FleetWords.unseen(place));
                all = false;
            }
        }
        output.out().flush();
        return all ? ExitCode.DONE : ExitCode.BAD_INPUT;
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
