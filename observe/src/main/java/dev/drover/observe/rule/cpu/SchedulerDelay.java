package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Culprits;
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
import java.util.Optional;

/**
 * A program waits for a CPU much of the time it wants one, though the host has CPU time left: it is pinned, or real-time tasks run
 * before it.
 *
 * <p>Without such a reason the wait is a symptom of whatever takes the CPUs, which other rules name; where none does, programs that
 * wake at the same moment wait for each other and nobody is the worse for it.
 */
public final class SchedulerDelay implements Rule {
    private static final double WAITED = 0.10;
    private static final double WAITED_LONG = 0.50;
    private static final double OF_WANTED = 0.30;
    private static final double OF_WANTED_LONG = 0.60;
    private static final double REAL_TIME = 0.20;
    private static final String SOURCE = "calibrated; USE method: sched_info.run_delay";
    /** What makes all programs wait does not tell why this one does. */
    private static final List<String> EVERYBODYS = List.of("cpu-run-queue", "kernel-time", "fork-storm", "gc-stall");

    private static final RuleFacts FACTS = RuleFacts.of(
                    "scheduler-delay", 6, Family.CPU, "A program waits for its turn on a CPU")
            .reads(
                    "/proc/[pid]/schedstat run delay, of threads too",
                    "/proc/[pid]/status Cpus_allowed_list",
                    "/proc/stat of each CPU")
            .fires("its threads waited for a CPU > 30 % of the time they wanted one, > 0.1 threads on average")
            .gate(
                    "it may not run on CPUs that are > 20 % more idle than its own, or real-time programs run > 20 % of the time of"
                            + " all CPUs, and half as long as it waits;"
                            + " else it is told as a consequence only; programs of low priority (nice > 0) may wait")
            .source(SOURCE)
            .conditions("a kernel with CONFIG_SCHED_INFO, as all distributions have")
            .remedy("let it run on more CPUs (cpuset, taskset), give it more weight (CPUWeight, nice), or move away the"
                    + " program that is before it, real-time ones first")
            .check("cat /proc/PID/schedstat, twice; taskset -cp PID; chrt -p PID")
            .explainsOwn("listen-overflow", "udp-loss", "sender-limited", "tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Processes.GROUP), change -> {
            List<Proc.Use> uses = Processes.uses(change);
            if (uses.stream().noneMatch(use -> use.who().waitNanos().isMeasured())) {
                return new Outcome.NotMeasurable("/proc/[pid]/schedstat: no process tells how long it waited");
            }
            List<Program> waiting = Program.all(uses).stream()
                    .filter(p -> p.waited() > WAITED && p.share() > OF_WANTED)
                    .sorted(Comparator.comparingDouble(p -> -p.waited()))
                    .toList();
            double realTime = uses.stream()
                    .filter(use -> use.who().realtime() > 0 && !use.who().kernel())
                    .mapToDouble(Proc.Use::cpus)
                    .sum();
            return outcome(window, waiting, realTime);
        });
    }

    private static Outcome outcome(Window window, List<Program> waiting, double realTime) {
        List<Program> normal = waiting.stream().filter(p -> !p.low()).toList();
        for (Program program : normal) {
            Optional<String> why = reason(window, program, realTime);
            if (why.isPresent()) {
                return new Outcome.Found(
                        found(window, program, ": " + why.get()).notCausedBy(EVERYBODYS));
            }
        }
        if (!normal.isEmpty()) {
            return new Outcome.Found(found(window, normal.getFirst(), "").asSymptom());
        }
        return waiting.isEmpty()
                ? new Outcome.Quiet("no program waits long for a CPU", List.of())
                : new Outcome.Busy(
                        waiting.getFirst().name() + " waits for a CPU as its low priority says",
                        evidence(waiting.getFirst()));
    }

    /** Why this program waits and others need not; empty if nothing sets it apart. */
    private static Optional<String> reason(Window window, Program program, double realTime) {
        int cpus = window.now(Cpus.GROUP).map(Cpus::count).orElse(1);
        if (realTime > REAL_TIME * cpus
                && realTime > program.waited() / 2
                && program.worst().realtime() == 0) {
            return Optional.of("real-time tasks run before it, on " + Unit.CPUS.show(realTime));
        }
        return Confined.of(window, allowed(window, program.worst()))
                .map(confined ->
                        "it may run on CPU " + confined.cpus() + " only, where " + Unit.SHARE.show(confined.busy())
                                + " are used, of the others " + Unit.SHARE.show(confined.others()));
    }

    /** The CPUs it may run on: read only of those that have just waited, so the newest sample may not know. */
    private static String allowed(Window window, Proc process) {
        String allowed = process.allowedCpus();
        for (var sample : window.samples().reversed()) {
            if (!allowed.isEmpty()) {
                return allowed;
            }
            allowed = sample.get(Processes.GROUP)
                    .map(all -> all.find(process.pid()).map(Proc::allowedCpus).orElse(""))
                    .orElse("");
        }
        return allowed;
    }

    private static List<Evidence> evidence(Program program) {
        return List.of(
                Evidence.over(
                        program.name() + " waited, of the time it wanted a CPU",
                        program.share(),
                        OF_WANTED,
                        Unit.SHARE,
                        SOURCE),
                Evidence.over(
                        "threads of " + program.name() + " waiting for a CPU",
                        program.waited(),
                        WAITED,
                        Unit.COUNT,
                        SOURCE),
                Evidence.fact("it ran on", program.ran(), Unit.CPUS, "/proc/[pid]/stat"));
    }

    private static Finding found(Window window, Program program, String why) {
        var evidence = new ArrayList<>(evidence(program));
        Measured<Series> busy = window.series(Cpus.GROUP, Cpus::busy);
        busy.map(b -> evidence.add(Evidence.fact("CPUs busy", b.mean(), Unit.SHARE, "/proc/stat")));
        Measured<Series> series = window.series(
                Processes.GROUP,
                change -> Measured.of(Program.all(Processes.uses(change)).stream()
                        .filter(p -> p.name().equals(program.name()))
                        .mapToDouble(p -> p.waited() > WAITED / 2 ? p.share() : 0)
                        .max()
                        .orElse(0)));
        boolean critical = program.share() > OF_WANTED_LONG && program.waited() > WAITED_LONG;
        return new Finding(
                FACTS.id(),
                critical ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.85, "the scheduler counts it"),
                program.name() + " waited " + Unit.SHARE.show(program.share()) + " of the time it wanted a CPU" + why,
                who(window, program),
                evidence,
                series.map(s -> s.firstOver(OF_WANTED).orElse(window.start())).orElse(window.start()),
                Math.min(program.share(), program.waited()));
    }

    /** Whoever is before it: real-time tasks, then the largest others; then itself. */
    private static List<Who> who(Window window, Program program) {
        var who = new ArrayList<Who>();
        who.addAll(Culprits.byCpu(window, p -> p.realtime() > 0).stream()
                .map(w -> new Who(w.kind(), w.name(), "real-time, " + w.detail(), w.pids(), w.service()))
                .toList());
        Proc worst = program.worst();
        if (who.isEmpty()) {
            who.addAll(Culprits.byCpu(window, p -> !p.command().equals(program.name()) && p.nice() <= worst.nice()));
        }
        String pinned = allowed(window, worst);
        who.add(new Who(
                        Who.Kind.PROCESS,
                        program.name(),
                        "waits, pid " + worst.pid() + (pinned.isEmpty() ? "" : ", may run on CPU " + pinned)
                                + (worst.cgroup().length() > 1 ? ", cgroup " + worst.cgroup() : ""))
                .numbered(program.pids()));
        return who;
    }
}
