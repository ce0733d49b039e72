package dev.drover.observe.rule;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Who stands behind a finding: processes of one name counted together, by what they did in the window. */
public final class Culprits {
    private static final int MOST = 3;
    private static final double UNSEEN = 0.25;

    private Culprits() {}

    /** Those that ran on CPUs the most, and how much of the CPUs' work was done by processes too short-lived to be seen. */
    public static List<Who> byCpu(Window window) {
        if (window.now(Processes.GROUP) instanceof Measured.Unmeasurable<Processes>(String why)) {
            return List.of(Who.host("by which processes cannot be told (" + why + ")"));
        }
        var who = new ArrayList<>(byCpu(window, p -> true));
        double seen = 0;
        for (Interval interval : window.intervals()) {
            for (Proc.Use use :
                    interval.change(Processes.GROUP).map(Processes::uses).orElse(List.of())) {
                seen += use.cpus() * interval.seconds() / window.seconds();
            }
        }
        double worked = window.change(Cpus.GROUP).then(Cpus::busy).orElse(0.0)
                * window.now(Cpus.GROUP).map(Cpus::count).orElse(0);
        if (worked - seen > UNSEEN * worked) {
            who.add(
                    seen > worked / 2 ? who.size() : 0,
                    Who.host(Unit.CPUS.show(worked - seen)
                            + " by processes that lived less than a sample, or by interrupts"));
        }
        return who;
    }

    /** Those of some that ran on CPUs the most. */
    public static List<Who> byCpu(Window window, Predicate<Proc> among) {
        return by(window, among, Proc.Use::cpus, 0.05, value -> String.format(Locale.ROOT, "%.2f CPUs", value));
    }

    /** Those for which the kernel worked the most. */
    public static List<Who> bySystem(Window window) {
        return by(
                window,
                p -> true,
                Proc.Use::system,
                0.05,
                value -> String.format(Locale.ROOT, "%.2f CPUs in the kernel", value));
    }

    /** Those that read and wrote devices the most. */
    public static List<Who> byDisk(Window window) {
        return byDisk(window, p -> true);
    }

    public static List<Who> byDisk(Window window, Predicate<Proc> among) {
        return by(window, among, use -> use.bytes().orElse(0.0), 64 << 10, Unit.BYTES_PER_SECOND::show);
    }

    /** Those that waited for pages from a device the most. */
    public static List<Who> byMajorFaults(Window window) {
        return by(window, p -> true, Proc.Use::majorFaults, 1, value -> Unit.PER_SECOND.show(value) + " major faults");
    }

    /** Those that hold the most memory. */
    public static List<Who> byMemory(Window window) {
        return byMemory(window, p -> !p.kernel());
    }

    public static List<Who> byMemory(Window window, Predicate<Proc> among) {
        long page = 4096;
        return by(window, among, use -> use.who().residentPages() * (double) page, 1 << 20, Unit.BYTES::show);
    }

    /**
     * The few with the largest sums.
     *
     * @param least a smaller sum is nobody
     * @param show the sum in words
     */
    public static List<Who> by(
            Window window,
            Predicate<Proc> among,
            ToDoubleFunction<Proc.Use> number,
            double least,
            DoubleFunction<String> show) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        double seconds = window.seconds();
        for (Interval interval : window.intervals()) {
            double part = interval.seconds() / seconds;
            for (Proc.Use use :
                    interval.change(Processes.GROUP).map(Processes::uses).orElse(List.of())) {
                if (among.test(use.who())) {
                    sums.computeIfAbsent(use.who().command(), name -> new Sum())
                            .add(use.who(), number.applyAsDouble(use) * part);
                }
            }
        }
        return sums.entrySet().stream()
                .filter(e -> e.getValue().total >= least)
                .sorted(Comparator.comparingDouble(e -> -e.getValue().total))
                .limit(MOST)
                .map(e -> e.getValue().who(e.getKey(), show))
                .toList();
    }

    private static final class Sum {
        private final Map<Integer, Double> byPid = new HashMap<>();
        private final Map<Integer, Proc> members = new HashMap<>();
        private double total;

        void add(Proc who, double value) {
            if (value > 0) {
                total += value;
                byPid.merge(who.pid(), value, Double::sum);
                members.put(who.pid(), who);
            }
        }

        private List<Integer> numbers() {
            return byPid.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                    .map(Map.Entry::getKey)
                    .toList();
        }

        Who who(String name, DoubleFunction<String> show) {
            int worst = Collections.max(byPid.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            Proc first = Objects.requireNonNull(members.get(worst));
            String who = members.size() == 1 ? "pid " + worst : members.size() + " processes, first pid " + worst;
            String where = first.cgroup().length() > 1 ? ", cgroup " + first.cgroup() : "";
            return new Who(Who.Kind.PROCESS, name, show.apply(total) + ", " + who + where).numbered(numbers());
        }
    }
}
