package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** CPUs idle while something is read or written: a hint to look at disks, never a verdict. */
public final class IoWait implements Rule {
    private static final double HIGH = 0.40;
    private static final String NETDATA = "Netdata 10min_cpu_iowait 40 %";

    private static final RuleFacts FACTS = RuleFacts.of("iowait", 24, Family.DISK, "CPUs idle during I/O")
            .reads("/proc/stat iowait")
            .fires("never: a hint from 40 %")
            .gate("whether anybody waits is judged by disk-queueing, disk-ceiling and write-stall")
            .source(NETDATA + "; proc(5): the value is not reliable")
            .remedy(
                    "see the rules for disks; iowait falls as soon as CPUs get other work, without any disk being faster")
            .check("mpstat 1 5, column %iowait; cat /proc/pressure/io");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(Cpus.GROUP, c -> Cpus.shares(c).map(CpuShares::iowait)), iowait -> {
            List<Evidence> evidence =
                    List.of(Evidence.over("CPUs idle during I/O", iowait.mean(), HIGH, Unit.SHARE, NETDATA));
            return iowait.mean() > HIGH
                    ? new Outcome.Busy(
                            "CPUs idle " + Unit.SHARE.show(iowait.mean()) + " of the time while I/O is under way",
                            evidence)
                    : new Outcome.Quiet("iowait is " + Unit.SHARE.show(iowait.mean()), evidence);
        });
    }
}
