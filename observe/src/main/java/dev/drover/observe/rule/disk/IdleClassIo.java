package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.disk.Redundancy;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.sample.Window;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Backup, scrub or rebuilding uses a disk and stands back for others: a hint, never a verdict. */
public final class IdleClassIo implements Rule {
    private static final double IN_USE = 0.50;
    private static final double WAITED = 0.10;
    private static final Set<String> BACKGROUND = Set.of(
            "restic",
            "borg",
            "rsync",
            "duplicity",
            "bacula-fd",
            "xfs_scrub",
            "btrfs",
            "updatedb",
            "mlocate",
            "plocate",
            "fstrim",
            "e2scrub",
            "tar",
            "rdiff-backup",
            "kopia",
            "rclone");

    private static final RuleFacts FACTS = RuleFacts.of(
                    "idle-class-io", 25, Family.DISK, "Maintenance uses a disk, harmlessly")
            .reads("/proc/mdstat", "/proc/diskstats", "/proc/[pid]/io", "/proc/pressure/io")
            .fires(
                    "never: a hint when a disk is > 50 % in use and a known backup, a niced process or md does most of it")
            .gate("nobody waited for I/O > 10 % of the time")
            .source("netdata/netdata#14008: scrubs that wake people")
            .remedy("none is needed")
            .check("cat /proc/mdstat; pidstat -d 1 5; ionice -p PID");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Disks.GROUP), change -> {
            double waited = Waiting.io(window).map(Waiting::mean).orElse(0.0);
            String who = maintenance(window);
            for (Devices.Used used : Devices.used(change)) {
                if (used.use().utilisation() > IN_USE && waited <= WAITED && !who.isEmpty()) {
                    return new Outcome.Busy(
                            who + " uses disk " + used.disk().name() + ", nobody waits for it",
                            List.of(
                                    Evidence.over(
                                            "in use, of disk " + used.disk().name(),
                                            used.use().utilisation(),
                                            IN_USE,
                                            Unit.SHARE,
                                            "iostat(1)"),
                                    Evidence.under("somebody waited for I/O", waited, WAITED, Unit.SHARE, "PSI")));
                }
            }
            return new Outcome.Quiet("no maintenance uses a disk much", List.of());
        });
    }

    /** Who maintains something; empty for nobody. */
    private static String maintenance(Window window) {
        for (var array : window.now(Redundancy.GROUP).map(Redundancy::arrays).orElse(List.of())) {
            if (!array.activity().isEmpty()) {
                return array.name() + " (" + array.activity() + ")";
            }
        }
        return window.change(Processes.GROUP).map(Processes::uses).orElse(List.of()).stream()
                .filter(use -> use.bytes().orElse(0.0) > 1 << 20)
                .max(Comparator.comparingDouble(use -> use.bytes().orElse(0.0)))
                .filter(use ->
                        use.who().nice() > 0 || BACKGROUND.contains(use.who().command()))
                .map(use -> use.who().command())
                .orElse("");
    }
}
