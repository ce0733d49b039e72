package dev.drover.observe.rule;

import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Who stands behind a finding: processes of one name counted together, by what they did in the window. */
public final class Culprits {
    private static final int MOST = 3;

    private Culprits() {}

    /** Those that ran on CPUs the most. */
    public static List<Who> byCpu(Window window, Predicate<Proc> among) {
        return by(window, among, Proc.Use::cpus, 0.05, value -> String.format(Locale.ROOT, "%.2f CPUs", value));
    }

    /** Those that read and wrote devices the most. */
    public static List<Who> byDisk(Window window) {
        return by(window, p -> true, use -> use.bytes().orElse(0.0), 64 << 10, Unit.BYTES_PER_SECOND::show);
    }

    /** Those that waited for pages from a device the most. */
    public static List<Who> byMajorFaults(Window window) {
        return by(window, p -> true, Proc.Use::majorFaults, 1, value -> Unit.PER_SECOND.show(value) + " major faults");
    }

    /** Those that hold the most memory. */
    public static List<Who> byMemory(Window window) {
        long page = 4096;
        return by(
                window, p -> !p.kernel(), use -> use.who().residentPages() * (double) page, 1 << 20, Unit.BYTES::show);
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
            java.util.function.DoubleFunction<String> show) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (Proc.Use use : window.change(Processes.GROUP).map(Processes::uses).orElse(List.of())) {
            if (among.test(use.who())) {
                sums.computeIfAbsent(use.who().command(), name -> new Sum()).add(use, number.applyAsDouble(use));
            }
        }
        return sums.entrySet().stream()
                .filter(e -> e.getValue().total >= least)
                .sorted(Comparator.comparingDouble(e -> -e.getValue().total))
                .limit(MOST)
                .map(e -> new Who(Who.Kind.PROCESS, e.getKey(), e.getValue().detail(show)))
                .toList();
    }

    private static final class Sum {
        private final List<Proc> members = new ArrayList<>();
        private double total;
        private double largest = -1;
        private int worst;

        void add(Proc.Use use, double value) {
            total += value;
            if (value > 0) {
                members.add(use.who());
            }
            if (value > largest) {
                largest = value;
                worst = members.size() - 1;
            }
        }

        String detail(java.util.function.DoubleFunction<String> show) {
            Proc first = members.get(Math.max(0, worst));
            String who = members.size() == 1
                    ? "pid " + first.pid()
                    : members.size() + " processes, first pid " + first.pid();
            String where = first.cgroup().length() > 1 ? ", cgroup " + first.cgroup() : "";
            return show.apply(total) + ", " + who + where;
        }
    }
}
