package dev.drover.command;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.host.Host;
import dev.drover.observe.fleet.Judged;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Samples;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Rules;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover doctor}: watches the host for some seconds and names the bottleneck. */
@Command(
        name = "doctor",
        description = "Name the bottleneck of this host: one verdict, its evidence, who causes it, what to do.",
        footer = {
            "",
            "Where a node runs on the data folder, its samples of the last 10 s are used, unless told otherwise.",
            "",
            "Exit code: 0 healthy (busy or not), 1 a bottleneck, 2 cannot tell.",
            "Of several hosts: 1 if any has a bottleneck, else 2 if of one nothing could be told.",
            "",
            "Examples:",
            "  drover doctor",
            "  drover doctor --for 30s",
            "  drover doctor --at 14:05 --for 5m    what a running node saw then",
            "  drover doctor --watch                a line whenever the verdict changes",
            "  drover doctor --host web1,web2,db1   over SSH: the host to look at first, first",
            "  drover doctor --from slow.drec",
            "  drover doctor --from /var/log/sysstat/sa22 --at 14:00 --for 30m",
            "  drover doctor --json | jq .verdict",
            "  drover doctor --rules",
            "  drover doctor --explain cpu-run-queue"
        })
final class Doctor extends DroverCommand {
    /** More are thinned out. */
    static final int MOST_SAMPLES = 600;

    private static final List<Group<?>> FACTS = List.of(Host.GROUP, Cpus.GROUP, Cgroups.VERSION);

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            description = {
                "How long to watch, such as 30s or 2m; 5s unless told, of a node that runs the last 10s.",
                "With --from: the last so much of it, or from --at on (default: all of it, 5m with --at)."
            })
    private @Nullable String span;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Look back at what a running node saw from then on (5m unless told), or of --from at this time, such as "
                            + "14:05 or 2026-05-30T14:05.")
    private @Nullable String at;

    @Option(names = "--live", description = "Watch now, although a node runs that has watched already.")
    private boolean live;

    @Option(names = "--watch", description = "Go on until Ctrl-C and print a line whenever the verdict changes.")
    private boolean watch;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description = {
                "Diagnose what was kept instead: a recording, data of sysstat (sadf -j FILE -- -A, or its own files),",
                "or a folder of exported moments of /proc."
            })
    private @Nullable Path from;

    @Mixin
    private Hosts hosts = new Hosts();

    @Option(names = "--json", description = "Print JSON for programs; times in UTC.")
    private boolean json;

    @Option(names = "--rules", description = "List all rules and watch nothing.")
    private boolean rules;

    @Option(
            names = "--explain",
            paramLabel = "RULE",
            description = "What this rule reads, when it fires and why, and what it says of this host now.")
    private @Nullable String explain;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (rules) {
            if (spec.commandLine().getParseResult().matchedOptions().size() > 1) {
                throw new Failure(
                        ExitCode.BAD_INPUT,
                        "drover: --rules lists all rules and does nothing else\n  fix: leave out the other options");
            }
            print(new RuleWords(output()).table());
            return ExitCode.DONE;
        }
        Rule asked = explain == null ? null : rule(explain);
        alone();
        if (watch) {
            return new Vigil(output()).keep();
        }
        if (!hosts.none()) {
            return new DoctorFleet(output(), hosts)
                    .diagnose(Watch.of(span == null ? "5s" : span).span(), json, asked);
        }
        return diagnose(samples(), asked);
    }

    /** Each of these says where samples come from: one is enough. */
    private void alone() throws Failure {
        long told = Stream.of(from != null || at != null, live, watch)
                .filter(t -> t)
                .count();
        hosts.alone();
        if (!hosts.none() && told > 0) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --host watches other hosts now; it does not go with --watch, --live, --from or --at\n"
                            + "  fix: give one; to look back at another host, run drover doctor --at there");
        }
        if (node.isTold() && !hosts.none()) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --data says whose node to ask, and with --host none is asked\n  fix: leave it out");
        }
        if (node.isTold() && from != null) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --data says whose node to ask, and with --from none is asked\n  fix: leave one of them out");
        }
        if (told > 1) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --live, --watch and what looks back (--from, --at) exclude each other\n  fix: give one");
        }
        if (watch && (json || explain != null || span != null)) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --watch takes neither --for nor --json nor --explain");
        }
    }

    private List<Sample> samples() throws Failure, InterruptedException {
        if (from != null) {
            return kept(from);
        }
        var remembered = new Remembered(node.data(output().environment()));
        if (at != null) {
            Instant then = Times.moment(at, Instant.now(), output().zone());
            Duration asked = Times.span(span == null ? "5m" : span);
            return told("", remembered.between(then, then.plus(asked)));
        }
        Optional<Kept> last = live ? Optional.empty() : remembered.last(Times.span(span == null ? "10s" : span));
        return last.isPresent() ? told("seen by the node that runs: ", last.get()) : watched();
    }

    private List<Sample> watched() throws Failure, InterruptedException {
        var samples = new Samples(MOST_SAMPLES);
        Watch watch = Watch.of(span == null ? "5s" : span);
        try (var tree = new LiveTree()) {
            // The first whole sample takes its time: what one waits for is said before.
            Sample facts = new Sampler(tree, Ticker.system(), FACTS).take();
            say("watching " + host(facts) + " for " + watch.span().toSeconds() + " s ...");
            watch.run(tree, samples::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return samples.list();
    }

    private List<Sample> kept(Path file) throws Failure {
        return told("", Kept.read(file, Period.of(at, span, output().zone())));
    }

    private List<Sample> told(String whence, Kept kept) {
        Sample first = kept.samples().getFirst();
        Sample last = kept.samples().getLast();
        String moments = Times.date(first.at(), output().zone()) + " to " + Times.precise(last.at(), output().zone());
        say(whence + host(first) + ", " + kept.samples().size() + " samples, " + moments);
        if (!kept.note().isEmpty()) {
            say(kept.note());
        }
        return kept.samples();
    }

    private static Rule rule(String id) throws Failure {
        return Rules.byId(id)
                .orElseThrow(() -> new Failure(
                        ExitCode.BAD_INPUT, "drover: there is no rule " + id + "\n  fix: see drover doctor --rules"));
    }

    private int diagnose(List<Sample> samples, @Nullable Rule asked) {
        var window = new Window(samples);
        if (asked != null) {
            Outcome outcome = asked.judge(window);
            if (json) {
                printJson(RuleJson.of(asked.facts(), outcome));
            } else {
                print(new RuleWords(output()).explained(asked.facts(), outcome));
            }
            return ExitCode.DONE;
        }
        Judged judged = Judged.of(window);
        if (json) {
            printJson(DiagnosisJson.of(judged));
        } else {
            print(new DiagnosisWords(output(), window.start()).text(judged.diagnosis()));
            if (!judged.services().isEmpty()) {
                print("\n  services");
                judged.services().forEach(sentence -> print("    " + sentence));
            }
            String rights = RightsWords.of(judged.refused(), System.getProperty("user.name", ""));
            if (!rights.isEmpty()) {
                print("\n" + output().wary(rights));
            }
        }
        return code(judged.diagnosis().verdict());
    }

    static String host(Sample sample) {
        String name = sample.get(Host.GROUP).map(Host::name).orElse("");
        String kernel = sample.get(Host.GROUP).map(h -> ", Linux " + h.kernel()).orElse("");
        String cpus = sample.get(Cpus.GROUP)
                .map(c -> c.count() + (c.count() == 1 ? " CPU" : " CPUs"))
                .orElse("CPUs unknown");
        Measured<Cgroups> limited = sample.get(Cgroups.GROUP);
        String groups = (limited.isMeasured() ? limited.map(Cgroups::version) : sample.get(Cgroups.VERSION))
                .map(version -> ", control groups version " + version)
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
