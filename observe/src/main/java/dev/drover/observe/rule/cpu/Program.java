package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.process.Proc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** All processes of one name and kind of priority, by how long they waited for a CPU. */
final class Program {
    private final String name;
    private double waited;
    private double ran;
    private boolean low = true;
    private Proc worst;
    private final List<Integer> pids = new ArrayList<>();
    private double worstWaited = -1;

    private Program(String name, Proc first) {
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
        pids.add(use.who().pid());
        waited += wait;
        ran += use.cpus();
        low &= use.who().nice() > 0;
        if (wait > worstWaited) {
            worstWaited = wait;
            worst = use.who();
        }
    }

    String name() {
        return name;
    }

    /** How many of its threads waited for a CPU, on average. */
    double waited() {
        return waited;
    }

    /** On how many CPUs it ran. */
    double ran() {
        return ran;
    }

    /** Whether all of it asked for less than its share, by nice. */
    boolean low() {
        return low;
    }

    List<Integer> pids() {
        return pids;
    }

    /** The process that waited most. */
    Proc worst() {
        return worst;
    }

    /** Of the time it wanted a CPU, the part it waited. */
    double share() {
        return waited / Math.max(1e-9, waited + ran);
    }
}
