package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.sample.Window;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;

/**
 * A program that may not run on CPUs that have more time left than its own.
 *
 * @param cpus it may run on, such as {@code 0-3,8}
 * @param busy how much of those is used, from 0 to 1
 * @param others how much of the others is used
 */
record Confined(String cpus, double busy, double others) {
    private static final double MORE_IDLE = 0.20;
    private static final int MOST = 8192;

    /** Empty if the list is, if it names all CPUs, or if the others are as busy. */
    static Optional<Confined> of(Window window, String cpus) {
        BitSet allowed = parse(cpus);
        return allowed.isEmpty()
                ? Optional.empty()
                : window.change(Cpus.GROUP)
                        .map(change -> of(change, cpus, allowed))
                        .orElse(Optional.empty());
    }

    private static Optional<Confined> of(Change<Cpus> change, String cpus, BitSet allowed) {
        double own = 0;
        double others = 0;
        int owned = 0;
        int rest = 0;
        for (var cpu : change.after().each().entrySet()) {
            CpuTimes before = change.before().each().get(cpu.getKey());
            if (before != null) {
                double busy = CpuTimes.shares(new Change<>(before, cpu.getValue(), change.seconds()))
                        .map(CpuShares::busy)
                        .orElse(0.0);
                boolean mine = allowed.get(cpu.getKey());
                own += mine ? busy : 0;
                others += mine ? 0 : busy;
                owned += mine ? 1 : 0;
                rest += mine ? 0 : 1;
            }
        }
        if (owned == 0 || rest == 0 || own / owned - others / rest <= MORE_IDLE) {
            return Optional.empty();
        }
        return Optional.of(new Confined(cpus, own / owned, others / rest));
    }

    /** A list of CPUs as the kernel prints it (cpuset(7), list format). */
    static BitSet parse(String list) {
        var set = new BitSet();
        for (String part : list.split(",", MOST)) {
            int dash = part.indexOf('-');
            int from = number(dash < 0 ? part : part.substring(0, dash));
            int to = dash < 0 ? from : number(part.substring(dash + 1));
            if (from >= 0 && to >= from) {
                set.set(from, to + 1);
            }
        }
        return set;
    }

    /** -1 for what is no number of a CPU. */
    private static int number(String text) {
        var cursor = new Cursor(text.getBytes(StandardCharsets.UTF_8));
        long value = cursor.number();
        return cursor.bad() || value >= MOST ? -1 : (int) value;
    }
}
