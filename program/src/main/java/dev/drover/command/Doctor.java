package dev.drover.command;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Rules;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover doctor}: watches the host for some seconds and names the bottleneck. */
@Command(
        name = "doctor",
        description = "Name the bottleneck of this host: one verdict, its evidence, who causes it, what to do.",
        footer = {
            "",
            "Exit code: 0 healthy (busy or not), 1 a bottleneck, 2 cannot tell.",
            "",
            "Examples:",
            "  drover doctor",
            "  drover doctor --for 30s",
            "  drover doctor --json | jq .verdict",
            "  drover doctor --rules",
            "  drover doctor --explain cpu-run-queue"
        })
final class Doctor extends DroverCommand {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            defaultValue = "5s",
            description = "How long to watch, such as 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String span = "5s";

    @Option(names = "--json", description = "Print JSON for programs; times in UTC.")
    private boolean json;

    @Option(names = "--rules", description = "List all rules and watch nothing.")
    private boolean rules;

    @Option(
            names = "--explain",
            paramLabel = "RULE",
            description = "What this rule reads, when it fires and why, and what it says of this host now.")
    private @Nullable String explain;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (rules) {
            print(new RuleWords(output()).table());
            return ExitCode.DONE;
        }
        Duration watched = Times.span(span);
        if (watched.compareTo(LONGEST) > 0) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --for " + span + " (expected: at most 1h)");
        }
        Rule asked = explain == null ? null : rule(explain);
        try (var tree = new LiveTree()) {
            return diagnose(tree, watched, asked);
        }
    }

    private static Rule rule(String id) throws Failure {
        return Rules.byId(id)
                .orElseThrow(() -> new Failure(
                        ExitCode.BAD_INPUT, "drover: there is no rule " + id + "\n  fix: see drover doctor --rules"));
    }

    private int diagnose(Tree tree, Duration watched, @Nullable Rule asked) throws InterruptedException {
        var sampler = new Sampler(tree, Ticker.system());
        var samples = new ArrayList<Sample>();
        samples.add(sampler.take());
        if (!json) {
            print(output().faint("watching " + host(samples.getFirst()) + " for " + watched.toSeconds() + " s ..."));
        }
        long start = samples.getFirst().nanos();
        for (long due = start + EVERY.toNanos(); due <= start + watched.toNanos(); due += EVERY.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            samples.add(sampler.take());
        }
        var window = new Window(samples);
        if (asked != null) {
            print(new RuleWords(output()).explained(asked, asked.judge(window)));
            return ExitCode.DONE;
        }
        Diagnosis diagnosis = Diagnosis.of(window);
        if (json) {
            printJson(DiagnosisJson.of(window, diagnosis));
        } else {
            print(new DiagnosisWords(output(), window.start()).text(diagnosis));
        }
        return code(diagnosis.verdict());
    }

    private static String host(Sample sample) {
        String name = sample.get(Host.GROUP).map(Host::name).orElse("");
        String kernel = sample.get(Host.GROUP).map(h -> ", Linux " + h.kernel()).orElse("");
        String cpus = sample.get(Cpus.GROUP)
                .map(c -> c.count() + (c.count() == 1 ? " CPU" : " CPUs"))
                .orElse("CPUs unknown");
        String groups = sample.get(Cgroups.GROUP)
                .map(c -> ", control groups version " + c.version())
                .orElse("");
        return (name.isEmpty() ? "this host" : name) + " (" + cpus + kernel + groups + ")";
    }

    static int code(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy healthy -> ExitCode.DONE;
            case Verdict.HealthyBusy busy -> ExitCode.DONE;
            case Verdict.Bottleneck bottleneck -> ExitCode.FAILED;
            case Verdict.CannotTell cannot -> ExitCode.BAD_INPUT;
        };
    }
}
