package dev.drover.observe.rule.host;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.JavaHeaps;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Java program stops again and again to collect garbage. */
public final class GcStall implements Rule {
    private static final double STOPPED = 0.10;
    private static final double STOPPED_LONG = 0.30;
    private static final double CONCURRENT = 0.80;
    /** A collection goes from thread to thread: none of them runs all the time, but the busiest a good part of it. */
    private static final double HANDED_ON = 2;

    private static final String SOURCE = "calibrated";
    /** Threads that work while the program stands still: the busiest of them ran as long as it stood, at least. */
    private static final List<String> STOPPING = List.of("GC Thread#", "Parallel GC", "VM Thread");
    /** Threads that work beside the program; only when they never rest has the collector fallen behind. */
    private static final List<String> BESIDE = List.of("G1 Conc#", "ZWorker", "Shenandoah GC", "C4 GC");

    private static final RuleFacts FACTS = RuleFacts.of(
                    "gc-stall", 55, Family.SERVICE, "A Java program collects garbage")
            .reads(
                    "hsperfdata of HotSpot (sun.gc.collector.*.time)",
                    "/proc/[pid]/task/*/schedstat of threads GC Thread#," + " VM Thread, G1 Conc#, ZWorker")
            .fires(
                    "collections took > 10 % of the time (critical: > 30 %); or a concurrent collector never rests (> 80 %)")
            .gate("while a collection stops the program, all its threads wait")
            .source(SOURCE)
            .conditions("HotSpot; without hsperfdata the time is that of its busiest collecting thread")
            .remedy("give it a larger heap (-Xmx) or make it allocate less; look for a leak: jcmd PID GC.heap_info,"
                    + " jcmd PID GC.class_histogram")
            .check("jstat -gcutil PID 1000; top -H -p PID")
            .explainsOwn(
                    "single-thread",
                    "listen-overflow",
                    "udp-loss",
                    "sender-limited",
                    "scheduler-delay",
                    "cpu-run-queue");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.now(Processes.GROUP), now -> {
            var findings = new ArrayList<Finding>();
            int machines = 0;
            for (Proc process : now.byPid().values()) {
                boolean collects =
                        process.tasks().stream().anyMatch(t -> is(t.name(), STOPPING) || is(t.name(), BESIDE));
                boolean tells = window.now(JavaHeaps.GROUP)
                        .map(h -> h.byPid().containsKey(process.pid()))
                        .orElse(false);
                if (collects || tells) {
                    machines++;
                    judge(window, process, findings);
                }
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            if (!findings.isEmpty()) {
                return new Outcome.Found(findings);
            }
            return machines == 0
                    ? new Outcome.NotApplicable("no Java program collects garbage here")
                    : new Outcome.Quiet("Java programs spend little time on garbage", List.of());
        });
    }

    private static boolean is(String name, List<String> kinds) {
        return kinds.stream().anyMatch(name::startsWith);
    }

    private static void judge(Window window, Proc process, List<Finding> findings) {
        Measured<Series> told = window.series(JavaHeaps.GROUP, change -> JavaHeaps.stopped(change, process.pid()));
        Measured<Series> stopped =
                told.isMeasured() ? told : window.series(Processes.GROUP, c -> busiest(c, process, STOPPING));
        Measured<Series> beside = window.series(Processes.GROUP, c -> busiest(c, process, BESIDE));
        double worked = window.series(Processes.GROUP, c -> busiest(c, process, STOPPING))
                .map(Series::mean)
                .orElse(0.0);
        double ran = told.isMeasured() ? ran(window, process) : 1;
        double share = ran * Math.min(stopped.map(Series::mean).orElse(0.0), HANDED_ON * worked);
        double concurrent = beside.map(Series::mean).orElse(0.0);
        if (share <= STOPPED && concurrent <= CONCURRENT) {
            return;
        }
        boolean stops = share > STOPPED;
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over(
                "stopped for garbage, not counting waits for a CPU",
                share,
                STOPPED,
                Unit.SHARE,
                SOURCE + (told.isMeasured() ? "; hsperfdata" : "; its busiest collecting thread")));
        evidence.add(Evidence.over("collecting beside the program", concurrent, CONCURRENT, Unit.SHARE, SOURCE));
        evidence.add(
                Evidence.fact("resident memory", process.residentPages() * 4096.0, Unit.BYTES, "/proc/[pid]/stat"));
        Series series = (stops ? stopped : beside).orElse(new Series(List.of(new Series.Point(window.start(), 1, 0))));
        findings.add(new Finding(
                FACTS.id(),
                share > STOPPED_LONG ? Severity.CRITICAL : Severity.WARNING,
                told.isMeasured()
                        ? new Confidence(0.95, "the virtual machine counts it")
                        : new Confidence(0.75, "by the time of its collecting threads"),
                process.command()
                        + (stops
                                ? " stood still for garbage " + Unit.SHARE.show(share) + " of the time"
                                : " collects garbage all the time beside its work"),
                List.of(Who.process(process.command(), process.pid(), process.commandLine())),
                evidence,
                series.firstOver(stops ? STOPPED : CONCURRENT).orElse(window.start()),
                Math.max(share, concurrent * 0.5)));
    }

    /** Of the time that collecting threads wanted a CPU, the part they had one: the rest is no fault of the collector. */
    private static double ran(Window window, Proc process) {
        double ran = 0;
        double waited = 0;
        for (Interval interval : window.intervals()) {
            List<Proc.Task> after = tasks(interval.after(), process);
            for (Proc.Task then : tasks(interval.before(), process)) {
                for (Proc.Task now : after) {
                    if (now.tid() == then.tid() && is(now.name(), STOPPING)) {
                        ran += Math.max(0, now.cpuNanos() - then.cpuNanos());
                        waited += Math.max(0, now.waitNanos() - then.waitNanos());
                    }
                }
            }
        }
        return ran + waited == 0 ? 1 : ran / (ran + waited);
    }

    private static List<Proc.Task> tasks(Sample sample, Proc process) {
        return sample.get(Processes.GROUP)
                .map(all -> all.find(process.pid())
                        .filter(then -> then.startTicks() == process.startTicks())
                        .map(Proc::tasks)
                        .orElse(List.of()))
                .orElse(List.of());
    }

    private static Proc.@Nullable Task task(Proc process, int tid) {
        return process.tasks().stream().filter(t -> t.tid() == tid).findFirst().orElse(null);
    }

    private static Measured<Double> busiest(Change<Processes> change, Proc process, List<String> kinds) {
        Proc before = change.before().byPid().get(process.pid());
        Proc after = change.after().byPid().get(process.pid());
        if (before == null || after == null || before.startTicks() != after.startTicks()) {
            return Measured.not("not there all the time");
        }
        double most = 0;
        for (Proc.Task now : after.tasks()) {
            if (is(now.name(), kinds)) {
                Proc.Task then = task(before, now.tid());
                if (then == null) {
                    return Measured.not("thread " + now.name() + " was not followed yet");
                }
                most = Math.max(most, (now.cpuNanos() - then.cpuNanos()) / 1e9 / change.seconds());
            }
        }
        return Measured.of(Math.min(1, most));
    }
}
