package dev.drover.observe.process;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.Turns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one thread did while it was watched.
 *
 * @param state at the last look: R runs or wants to, S sleeps, D sleeps uninterruptibly, T is stopped, Z has ended, I is idle
 * @param uninterruptible share of the looks at which it was in state D
 * @param cpus share of the time it ran, from 0 to 1
 * @param waited share of the time it wanted a CPU and had none
 * @param channel the function of the kernel in which it was found sleeping most often; may be empty
 */
public record ThreadUse(
        int id,
        String name,
        char state,
        double uninterruptible,
        Measured<Double> cpus,
        Measured<Double> waited,
        String channel) {
    /** {@link #channel} in words; empty if nobody tells. */
    public String waitsFor() {
        return WaitChannel.words(channel);
    }

    /** Those that are there at the last look, the busiest first. */
    static List<ThreadUse> of(List<Look> looks) {
        Map<Integer, List<Seen>> byId = new TreeMap<>();
        for (Look look : looks) {
            for (Look.Task task : look.tasks()) {
                List<Seen> seen = byId.computeIfAbsent(task.id(), id -> new ArrayList<>());
                if (!seen.isEmpty()
                        && seen.getFirst().task().stat().startTicks()
                                != task.stat().startTicks()) {
                    seen.clear(); // the number was given to another
                }
                seen.add(new Seen(look.nanos(), task));
            }
        }
        long end = looks.getLast().nanos();
        return byId.values().stream()
                .filter(seen -> seen.getLast().nanos() == end)
                .map(ThreadUse::one)
                .sorted((a, b) -> Double.compare(b.weight(), a.weight()))
                .toList();
    }

    private record Seen(long nanos, Look.Task task) {}

    private static ThreadUse one(List<Seen> seen) {
        Look.Task last = seen.getLast().task();
        long sleeping =
                seen.stream().filter(s -> s.task().stat().state() == 'D').count();
        double nanos = seen.getLast().nanos() - seen.getFirst().nanos();
        Measured<Turns> turns = seen.getFirst().task().turns();
        return new ThreadUse(
                last.id(),
                last.stat().command(),
                last.stat().state(),
                sleeping / (double) seen.size(),
                share(turns.map(Turns::ran), last.turns().map(Turns::ran), nanos),
                share(turns.map(Turns::waited), last.turns().map(Turns::waited), nanos),
                mostSeen(seen));
    }

    private static Measured<Double> share(Measured<Long> before, Measured<Long> after, double nanos) {
        return nanos <= 0
                ? Measured.not("seen only once")
                : before.then(a -> after.then(b -> Change.growth(a, b))).map(grown -> Math.min(1, grown / nanos));
    }

    private static String mostSeen(List<Seen> seen) {
        var counts = new HashMap<String, Integer>();
        String most = "";
        for (Seen one : seen) {
            String channel = one.task().channel();
            if (!channel.isEmpty() && counts.merge(channel, 1, Integer::sum) >= counts.getOrDefault(most, 0)) {
                most = channel;
            }
        }
        return most;
    }

    private double weight() {
        return cpus.orElse(0.0) + waited.orElse(0.0) + uninterruptible;
    }
}
