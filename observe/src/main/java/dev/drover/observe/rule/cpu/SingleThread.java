package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.process.Inbox;
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
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thread uses all of a CPU while others are idle, and what it should serve waits. */
public final class SingleThread implements Rule {
    private static final double FULL = 0.90;
    private static final double STEADY = 0.75;
    private static final double HOST = 0.85;
    private static final int UNREAD = 2;
    private static final double OFTEN = 0.5;
    private static final String PCP = "PCP per_cpu.some_util 95 %, calibrated for threads";

    private static final RuleFacts FACTS = RuleFacts.of("single-thread", 2, Family.CPU, "One thread is at its limit")
            .reads("/proc/[pid]/task/*/schedstat", "/proc/stat", "/proc/[pid]/net/tcp receive queues of its sockets")
            .fires("a thread ran > 90 % of the time in > 75 % of the samples, while the CPUs together are < 85 % busy")
            .gate(
                    "in half of the samples 2 of its process's connections had unread bytes, or some were not accepted yet")
            .source(PCP + "; the gate: calibrated")
            .conditions("the sockets of other users' processes can be read by root only")
            .remedy(
                    "profile that thread; do its work on several threads, or start more processes; more CPUs do not help")
            .check("top -H -p PID; perf top -t TID; ss -tnp, column Recv-Q")
            .explainsOwn("listen-overflow", "syn-drops", "udp-loss", "sender-limited");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(Cpus.GROUP, Cpus::busy),
                busy -> Outcome.when(window.now(Processes.GROUP), now -> judge(window, busy, now)));
    }

    private record Hot(Proc process, Proc.Task task, Series ran) {}

    private static Outcome judge(Window window, Series busy, Processes now) {
        var hot = new ArrayList<Hot>();
        for (Proc process : now.byPid().values()) {
            for (Proc.Task task : process.kernel() ? List.<Proc.Task>of() : process.tasks()) {
                ran(window, process, task)
                        .map(s -> s.mean() > FULL && s.shareOver(FULL) > STEADY && hot.add(new Hot(process, task, s)));
            }
        }
        if (hot.isEmpty()) {
            return new Outcome.Quiet("no thread uses all of a CPU", List.of());
        }
        List<Evidence> evidence = List.of(host(busy));
        if (busy.mean() >= HOST) {
            return new Outcome.Quiet("threads use all of a CPU, but so does the whole host", evidence);
        }
        hot.sort(Comparator.comparingDouble(h -> -waiting(window, h.process)));
        Hot worst = hot.getFirst();
        return waiting(window, worst.process) < OFTEN
                ? new Outcome.Busy(
                        "thread " + worst.task.name() + " of " + worst.process.command()
                                + " uses all of a CPU, nobody is seen waiting for it",
                        evidence)
                : found(window, worst, busy);
    }

    private static Measured<Series> ran(Window window, Proc process, Proc.Task task) {
        return window.series(Processes.GROUP, change -> {
            Proc.Task before = task(change.before(), process, task.tid());
            Proc.Task after = task(change.after(), process, task.tid());
            return before == null || after == null
                    ? Measured.not("not followed yet")
                    : Change.growth(before.cpuNanos(), after.cpuNanos()).map(n -> n / 1e9 / change.seconds());
        });
    }

    private static Proc.@Nullable Task task(Processes all, Proc process, int tid) {
        Proc then = all.byPid().get(process.pid());
        return then == null || then.startTicks() != process.startTicks()
                ? null
                : then.tasks().stream().filter(t -> t.tid() == tid).findFirst().orElse(null);
    }

    /** The share of the samples that show work waiting, among those that looked. */
    private static double waiting(Window window, Proc process) {
        int looked = 0;
        int waited = 0;
        for (var sample : window.samples()) {
            Measured<Inbox> inbox = sample.get(Processes.GROUP).then(all -> {
                Proc then = all.byPid().get(process.pid());
                return then == null ? Measured.not("gone") : then.inbox();
            });
            looked += inbox.isMeasured() ? 1 : 0;
            waited +=
                    inbox.map(i -> i.unread() >= UNREAD || i.notAccepted() > 0).orElse(false) ? 1 : 0;
        }
        return looked < 2 ? 0 : waited / (double) looked;
    }

    private static Evidence host(Series busy) {
        return Evidence.under("all CPUs busy", busy.mean(), HOST, Unit.SHARE, "calibrated; /proc/stat");
    }

    private static Outcome found(Window window, Hot hot, Series busy) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("the thread ran", hot.ran.mean(), FULL, Unit.SHARE, PCP));
        evidence.add(Evidence.over(
                "samples in which its process left work waiting",
                waiting(window, hot.process),
                OFTEN,
                Unit.SHARE,
                "calibrated; /proc/[pid]/net/tcp"));
        hot.process
                .inbox()
                .map(i -> evidence.add(
                        Evidence.fact("connections with unread bytes", i.unread(), Unit.COUNT, "/proc/[pid]/net/tcp")));
        hot.process
                .inbox()
                .map(i -> evidence.add(Evidence.fact(
                        "connections not accepted", (double) i.notAccepted(), Unit.COUNT, "/proc/[pid]/net/tcp")));
        evidence.add(host(busy));
        return new Outcome.Found(new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.8, "the thread never rests and its process's sockets have work"),
                "thread " + hot.task.name() + " of " + hot.process.command() + " uses all of one CPU, "
                        + "while all CPUs are " + Unit.SHARE.show(busy.mean()) + " busy",
                List.of(
                        new Who(Who.Kind.THREAD, hot.task.name(), "tid " + hot.task.tid())
                                .numbered(List.of(hot.process.pid())),
                        Who.process(hot.process.command(), hot.process.pid(), "")),
                evidence,
                hot.ran.firstOver(FULL).orElse(window.start()),
                waiting(window, hot.process) * hot.ran.mean()));
    }
}
