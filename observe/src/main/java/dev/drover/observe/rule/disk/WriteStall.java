package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Culprits;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** Writers are held up: too much written data waits for the disk, or programs ask all the time that data reach it. */
public final class WriteStall implements Rule {
    private static final double OF_LIMIT = 0.80;
    private static final long FEW_SAMPLES = 1;
    private static final double FLUSHES = 50;
    private static final double FLUSHING = 0.30;
    private static final double WAITED = 0.10;

    private static final RuleFacts FACTS = RuleFacts.of("write-stall", 23, Family.DISK, "Writers wait for the disk")
            .reads(
                    "/proc/vmstat nr_dirty, nr_writeback, nr_dirty_threshold, nr_dirty_background_threshold",
                    "/proc/[pid]/wchan",
                    "/proc/diskstats flush requests",
                    "/proc/pressure/io")
            .fires(
                    "dirty pages > 80 % of what there may be before writers wait, or writers seen held back in two samples; or > 50"
                            + " flushes a second that take > 30 % of the time")
            .gate("somebody waited for I/O > 10 % of the time")
            .source("calibrated; Netdata warns at 6 sync() a minute")
            .conditions("flushes are counted since Linux 5.5")
            .remedy(
                    "commit in groups instead of one fsync for each record, use a device with a protected write cache, or"
                            + " lower vm.dirty_bytes so that writing starts sooner")
            .check("grep -E 'Dirty|Writeback' /proc/meminfo; iostat -x 1 5, columns f/s and f_await")
            .explains("load-without-cpu", "hung-tasks", "iowait", "listen-overflow")
            .explainsOwn("kernel-time");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(i -> dirty(i.after().get(Memory.EVENTS))),
                dirty -> Outcome.when(Waiting.io(window), waited -> judge(window, dirty, waited)));
    }

    /**
     * Writers are slowed down from half-way between the two limits on (Linux, mm/page-writeback.c, dirty_freerun_ceiling), so that
     * they hardly ever reach the upper one.
     */
    private static double ceiling(Named events, long limit) {
        return Math.max(1, (limit + events.get("nr_dirty_background_threshold").orElse(limit)) / 2.0);
    }

    /** The samples in which somebody was seen to wait until dirty pages are written. */
    private static long slowedDown(Window window) {
        return window.samples().stream()
                .filter(sample -> sample.get(Processes.GROUP)
                        .map(all -> all.byPid().values().stream()
                                .anyMatch(p -> p.stuck()
                                        .map(s -> s.where().contains("balance_dirty_pages"))
                                        .orElse(false)))
                        .orElse(false))
                .count();
    }

    /** The share of what may be dirty before writers must wait. */
    private static Measured<Double> dirty(Measured<Named> events) {
        return events.then(e -> e.get("nr_dirty")
                .then(dirty -> e.get("nr_dirty_threshold")
                        .map(limit -> (dirty + e.get("nr_writeback").orElse(0L)) / ceiling(e, limit))));
    }

    private record Flushing(String device, double each, double share) {}

    private static Outcome judge(Window window, Series dirty, Waiting waited) {
        Flushing flushing = window.change(Disks.GROUP).map(WriteStall::flushing).orElse(new Flushing("", 0, 0));
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over(
                "dirty pages, of what there may be before writers wait",
                dirty.mean(),
                OF_LIMIT,
                Unit.SHARE,
                "calibrated"));
        evidence.add(Evidence.over("flushes", flushing.each, FLUSHES, Unit.PER_SECOND, "calibrated; /proc/diskstats"));
        evidence.add(Evidence.over(
                "time with a flush under way", flushing.share, FLUSHING, Unit.SHARE, "calibrated; /proc/diskstats"));
        evidence.add(waited.over("somebody waited for I/O", WAITED));
        long slowed = slowedDown(window);
        if (slowed > 0) {
            evidence.add(Evidence.over(
                    "samples in which writers were held back",
                    (double) slowed,
                    FEW_SAMPLES,
                    Unit.COUNT,
                    "calibrated; /proc/[pid]/wchan balance_dirty_pages"));
        }
        boolean full = dirty.mean() > OF_LIMIT || slowed > FEW_SAMPLES;
        boolean flushes = flushing.each > FLUSHES && flushing.share > FLUSHING;
        if (!full && !flushes) {
            return new Outcome.Quiet("writers are not held up", evidence);
        }
        if (waited.mean() <= WAITED) {
            return new Outcome.Busy("much is written, hardly anybody waits for it", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                waited.mean() > 0.4 ? Severity.CRITICAL : Severity.WARNING,
                waited.sure(0.8, "much waits to be written, and somebody waits for I/O"),
                full
                        ? "written data fills " + Unit.SHARE.show(dirty.mean())
                                + " of the room it may take in memory, and" + " writers waited"
                        : flushing.device + " flushed its cache " + Unit.PER_SECOND.show(flushing.each)
                                + ", and somebody waited for I/O " + Unit.SHARE.show(waited.mean()) + " of the time",
                who(window, flushes ? flushing.device : ""),
                evidence,
                waited.share().firstOver(WAITED).orElse(window.start()),
                waited.mean()));
    }

    private static Flushing flushing(Change<Disks> change) {
        var worst = new Flushing("", 0, 0);
        for (Disk disk : change.after().byName().values()) {
            Disk before = change.before().byName().get(disk.name());
            if (before != null) {
                double each = Change.growth(before.flushes(), disk.flushes()).orElse(0L) / change.seconds();
                double millis = Change.growth32(before.flushMillis(), disk.flushMillis())
                        .orElse(0L);
                double share = Math.min(1, millis / 1000 / change.seconds());
                worst = share > worst.share ? new Flushing(disk.name(), each, share) : worst;
            }
        }
        return worst;
    }

    private static List<Who> who(Window window, String device) {
        var who = new ArrayList<Who>();
        if (!device.isEmpty()) {
            who.add(new Who(Who.Kind.DEVICE, device, ""));
        }
        who.addAll(Culprits.byDisk(window));
        return who;
    }
}
