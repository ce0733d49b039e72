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
import java.util.HashMap;
import java.util.List;

/** A program waits for a CPU much of the time it wants one, whatever the CPUs do otherwise: pinning, priorities, weights. */
public final class SchedulerDelay implements Rule {
    private static final double WAITED = 0.10;
    private static final double OF_WANTED = 0.30;
    private static final double OF_WANTED_LONG = 0.60;
    private static final String SOURCE = "calibrated; USE method: sched_info.run_delay";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "scheduler-delay", 6, Family.CPU, "A program waits for its turn on a CPU")
            .reads("/proc/[pid]/schedstat run delay, of threads too", "/proc/[pid]/status Cpus_allowed_list")
            .fires("its threads waited for a CPU > 30 % of the time they wanted one")
            .gate("that is > 0.1 threads waiting on average; programs of low priority (nice > 0) may wait")
            .source(SOURCE)
            .conditions("a kernel with CONFIG_SCHED_INFO, as all distributions have")
            .remedy("let it run on more CPUs (cpuset, taskset), give it more weight (CPUWeight, nice), or move away the"
                    + " program that is before it, real-time ones first")
            .check("cat /proc/PID/schedstat, twice; taskset -cp PID; chrt -p PID")
            .explains("listen-overflow", "tcp-resets");

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
                    .filter(p -> p.waited > WAITED && p.share() > OF_WANTED)
                    .sorted(Comparator.comparingDouble(p -> -p.waited))
                    .toList();
            return waiting.stream()
                    .filter(p -> !p.low)
                    .findFirst()
                    .map(p -> (Outcome) new Outcome.Found(found(window, p)))
                    .orElseGet(() -> otherwise(waiting));
        });
    }

    private static Outcome otherwise(List<Program> waiting) {
        return waiting.isEmpty()
                ? new Outcome.Quiet("no program waits long for a CPU", List.of())
                : new Outcome.Busy(
                        waiting.getFirst().name + " waits for a CPU as its low priority says",
                        waiting.getFirst().evidence());
    }

    /** All processes of one name. */
    private static final class Program {
        private final String name;
        private double waited;
        private double ran;
        private boolean low = true;
        private Proc worst;
        private double worstWaited = -1;

        Program(String name, Proc first) {
            this.name = name;
            this.worst = first;
        }

        static List<Program> all(List<Proc.Use> uses) {
            var all = new HashMap<String, Program>();
            for (Proc.Use use : uses) {
                if (!use.who().kernel()) {
                    String key = use.who().command() + (use.who().nice() > 0 ? " (nice)" : "");
                    all.computeIfAbsent(key, k -> new Program(use.who().command(), use.who()))
                            .add(use);
                }
            }
            return List.copyOf(all.values());
        }

        private void add(Proc.Use use) {
            double wait = use.waited().orElse(0.0);
            waited += wait;
            ran += use.cpus();
            low &= use.who().nice() > 0;
            if (wait > worstWaited) {
                worstWaited = wait;
                worst = use.who();
            }
        }

        double share() {
            return waited / Math.max(1e-9, waited + ran);
        }

        List<Evidence> evidence() {
            return List.of(
                    Evidence.over(
                            name + " waited, of the time it wanted a CPU", share(), OF_WANTED, Unit.SHARE, SOURCE),
                    Evidence.over("its threads waiting for a CPU", waited, WAITED, Unit.COUNT, SOURCE),
                    Evidence.fact("it ran on", ran, Unit.CPUS, "/proc/[pid]/stat"));
        }
    }

    private static Finding found(Window window, Program program) {
        var evidence = new ArrayList<>(program.evidence());
        Measured<Series> busy = window.series(Cpus.GROUP, Cpus::busy);
        busy.map(b -> evidence.add(Evidence.fact("CPUs busy", b.mean(), Unit.SHARE, "/proc/stat")));
        String name = program.worst.command();
        Measured<Series> series = window.series(
                Processes.GROUP,
                change -> Measured.of(Program.all(Processes.uses(change)).stream()
                        .filter(p -> p.name.equals(name))
                        .mapToDouble(p -> p.waited > WAITED / 2 ? p.share() : 0)
                        .max()
                        .orElse(0)));
        double idle = 1 - busy.map(Series::mean).orElse(1.0);
        return new Finding(
                FACTS.id(),
                program.share() > OF_WANTED_LONG ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.85, "the scheduler counts it"),
                program.name + " waited " + Unit.SHARE.show(program.share()) + " of the time it wanted a CPU"
                        + (idle > 0.1 ? ", while " + Unit.SHARE.show(idle) + " of the CPUs' time was idle" : ""),
                who(window, program),
                evidence,
                series.map(s -> s.firstOver(OF_WANTED).orElse(window.start())).orElse(window.start()),
                program.share());
    }

    /** Whoever is before it: real-time tasks, then the largest others; then itself. */
    private static List<Who> who(Window window, Program program) {
        var who = new ArrayList<Who>();
        who.addAll(Culprits.byCpu(window, p -> p.realtime() > 0).stream()
                .map(w -> new Who(w.kind(), w.name(), "real-time, " + w.detail()))
                .toList());
        if (who.isEmpty()) {
            who.addAll(
                    Culprits.byCpu(window, p -> !p.command().equals(program.name) && p.nice() <= program.worst.nice()));
        }
        String pinned = program.worst.allowedCpus();
        who.add(new Who(
                Who.Kind.PROCESS,
                program.name,
                "waits, pid " + program.worst.pid() + (pinned.isEmpty() ? "" : ", may run on CPU " + pinned)
                        + (program.worst.cgroup().length() > 1 ? ", cgroup " + program.worst.cgroup() : "")));
        return who;
    }
}
