package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.sample.Window;
import java.util.List;

/** A disk that is in use all the time and keeps nobody waiting: it works on many requests at once. A hint, never a verdict. */
public final class ParallelDisk implements Rule {
    private static final double IN_USE = 0.95;
    private static final double WAITED = 0.10;

    private static final RuleFacts FACTS = RuleFacts.of(
                    "parallel-disk", 21, Family.DISK, "A disk is always in use, which says nothing")
            .reads("/proc/diskstats", "/proc/pressure/io")
            .fires("never: a hint when a disk is in use > 95 % of the time")
            .gate("whether requests wait is judged by disk-queueing")
            .source("sysstat/sysstat#368; iostat(1): %util says nothing of devices that serve requests in parallel")
            .remedy("none is needed")
            .check("iostat -x 1 5: compare %util with aqu-sz and await");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Disks.GROUP), change -> {
            double waited = Waiting.io(window).map(Waiting::mean).orElse(0.0);
            for (Devices.Used used : Devices.used(change)) {
                if (used.use().utilisation() > IN_USE && waited <= WAITED) {
                    return new Outcome.Busy(
                            "disk " + used.disk().name() + " is in use "
                                    + Unit.SHARE.show(used.use().utilisation()) + " of the time and serves "
                                    + Unit.PER_SECOND.show(used.use().operations()) + " requests in "
                                    + Unit.MILLISECONDS.show(used.use().await()),
                            List.of(
                                    Evidence.over(
                                            "in use, of disk " + used.disk().name(),
                                            used.use().utilisation(),
                                            IN_USE,
                                            Unit.SHARE,
                                            "iostat(1)"),
                                    Evidence.fact(
                                            "requests in flight", used.use().queue(), Unit.COUNT, "/proc/diskstats"),
                                    Evidence.over(
                                            "somebody waited for I/O", waited, WAITED, Unit.SHARE, "calibrated; PSI")));
                }
            }
            return new Outcome.Quiet("no disk is in use all the time while nobody waits", List.of());
        });
    }
}
