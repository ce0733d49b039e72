package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Qdisc;
import dev.drover.observe.counter.net.Qdiscs;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One queue at the way out of an interface over a window.
 *
 * @param sent bytes a second
 * @param drops a second
 * @param share of packets that were dropped, from 0 to 1
 * @param overlimits a second
 * @param waited seconds that a byte waits in it, by Little's law: bytes waiting, on average, over bytes sent a second
 * @param waiting the share of samples in which something waited
 */
record Queue(Qdisc qdisc, double sent, double drops, double share, double overlimits, double waited, double waiting) {
    /** All of them that were there all the time. */
    static Measured<List<Queue>> all(Window window) {
        return window.change(Qdiscs.GROUP).map(change -> {
            var all = new ArrayList<Queue>();
            for (Qdisc after : change.after().byName().values()) {
                Qdisc before = change.before().byName().get(after.name());
                if (before != null && after.bytes() >= before.bytes()) {
                    all.add(one(window, change.seconds(), before, after));
                }
            }
            return all;
        });
    }

    /** Packets that the queues of an interface dropped, a second; 0 where none tells, for this is evidence beside others. */
    static double drops(Window window, String device) {
        return of(window, device).stream().mapToDouble(Queue::drops).max().orElse(0);
    }

    /** The share of samples in which something waited in a queue of this interface. */
    static double waiting(Window window, String device) {
        return of(window, device).stream().mapToDouble(Queue::waiting).max().orElse(0);
    }

    private static List<Queue> of(Window window, String device) {
        return all(window).orElse(List.of()).stream()
                .filter(queue -> queue.qdisc.device().equals(device))
                .toList();
    }

    private static Queue one(Window window, double seconds, Qdisc before, Qdisc after) {
        double bytes = 0;
        int samples = 0;
        int filled = 0;
        for (Sample sample : window.samples()) {
            Measured<Qdiscs> all = sample.get(Qdiscs.GROUP);
            Qdisc then = all.map(Qdiscs::byName).orElse(Map.of()).get(after.name());
            if (then != null) {
                samples++;
                filled += then.waitingBytes() > 0 ? 1 : 0;
                bytes += then.waitingBytes();
            }
        }
        double sent = (after.bytes() - before.bytes()) / seconds;
        double packets = Change.growth32(before.packets(), after.packets()).orElse(0L) / seconds;
        double drops = Change.growth32(before.drops(), after.drops()).orElse(0L) / seconds;
        return new Queue(
                after,
                sent,
                drops,
                drops / Math.max(1, packets + drops),
                Change.growth32(before.overlimits(), after.overlimits()).orElse(0L) / seconds,
                bytes / Math.max(1, samples) / Math.max(1, sent),
                filled / (double) Math.max(1, samples));
    }
}
