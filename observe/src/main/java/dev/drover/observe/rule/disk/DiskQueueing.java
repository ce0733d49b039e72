package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Culprits;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Requests queue at a disk longer than its kind of disk needs, and somebody waits for them. */
public final class DiskQueueing implements Rule {
    private static final double WAITED = 0.10;
    private static final double WAITED_LONG = 0.40;
    private static final double SLOW_SOLID = 5;
    private static final double SLOW_ROTATING = 50;
    private static final double SLOW_UNKNOWN = 20;
    private static final double QUEUE = 1;
    private static final double FULLY_USED = 0.9;

    private static final RuleFacts FACTS = RuleFacts.of("disk-queueing", 20, Family.DISK, "Disk saturated")
            .reads("/proc/diskstats", "/sys/block/*/queue/rotational", "/proc/pressure/io")
            .fires(
                    "a request takes > 5 ms on flash, > 50 ms on rotating disks, > 20 ms on others, with more than one in flight")
            .gate("somebody waited for I/O > 10 % of the time")
            .source("20 ms: vexxhost/atmosphere#3713; the others and the gate: calibrated")
            .conditions("pressure needs Linux 4.20 with PSI")
            .remedy(
                    "slow down or move the process named here, spread its writes, or use a faster device or a higher tier")
            .check("iostat -x 1 5; cat /proc/pressure/io; pidstat -d 1 5")
            .explains("load-without-cpu", "write-stall", "listen-overflow", "iowait", "hung-tasks");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.change(Disks.GROUP),
                change -> Outcome.when(
                        window.series(Pressure.IO, Pressure::some), waited -> judge(window, change, waited)));
    }

    private static Outcome judge(Window window, Change<Disks> change, Series waited) {
        var findings = new ArrayList<Finding>();
        Outcome otherwise = new Outcome.Quiet("no disk keeps requests waiting", List.of(gate(waited)));
        for (Disk disk : change.after().byName().values()) {
            Disk before = change.before().byName().get(disk.name());
            if (before == null || disk.kind() == Disk.Kind.NOT_A_DEVICE) {
                continue;
            }
            Measured<Disk.Use> measured = Disk.use(new Change<>(before, disk, change.seconds()));
            if (measured instanceof Measured.Value<Disk.Use>(Disk.Use use)) {
                boolean queues = use.await() > slow(disk) && use.queue() > QUEUE;
                if (queues && waited.mean() > WAITED) {
                    findings.add(found(window, disk, use, waited));
                } else if (queues || use.utilisation() > FULLY_USED) {
                    otherwise = new Outcome.Busy(
                            "disk " + disk.name() + " is in use " + Unit.SHARE.show(use.utilisation())
                                    + " of the time, hardly anybody waits for it",
                            evidence(disk, use, waited));
                }
            }
        }
        findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
        return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
    }

    private static double slow(Disk disk) {
        return switch (disk.kind()) {
            case SOLID -> SLOW_SOLID;
            case ROTATING -> SLOW_ROTATING;
            case UNKNOWN -> SLOW_UNKNOWN;
            case NOT_A_DEVICE -> Double.POSITIVE_INFINITY;
        };
    }

    private static Finding found(Window window, Disk disk, Disk.Use use, Series waited) {
        var who = new ArrayList<Who>();
        who.add(new Who(
                Who.Kind.DEVICE,
                disk.name(),
                Unit.PER_SECOND.show(use.operations()) + ", " + Unit.BYTES_PER_SECOND.show(use.bytes())));
        who.addAll(Culprits.byDisk(window));
        return new Finding(
                FACTS.id(),
                waited.mean() > WAITED_LONG ? Severity.CRITICAL : Severity.WARNING,
                disk.kind() == Disk.Kind.UNKNOWN
                        ? new Confidence(0.7, "what kind of device it is could not be read")
                        : new Confidence(0.9, "requests queue, and tasks wait for them"),
                "requests to " + disk.name() + " took " + Unit.MILLISECONDS.show(use.await())
                        + ", and somebody waited for I/O " + Unit.SHARE.show(waited.mean()) + " of the time",
                who,
                evidence(disk, use, waited),
                waited.firstOver(WAITED).orElse(window.start()),
                waited.mean());
    }

    private static List<Evidence> evidence(Disk disk, Disk.Use use, Series waited) {
        String source = disk.kind() == Disk.Kind.UNKNOWN ? "vexxhost/atmosphere#3713" : "calibrated";
        return List.of(
                Evidence.over(
                        "a request took", use.await(), slow(disk), Unit.MILLISECONDS, source + "; /proc/diskstats"),
                gate(waited),
                Evidence.over("requests in flight", use.queue(), QUEUE, Unit.COUNT, "calibrated; /proc/diskstats"),
                Evidence.fact(
                        "in use", use.utilisation(), Unit.SHARE, "iostat(1) %util: says nothing of a parallel device"));
    }

    private static Evidence gate(Series waited) {
        return Evidence.over(
                "somebody waited for I/O",
                waited.mean(),
                WAITED,
                Unit.SHARE,
                "calibrated; PSI: /proc/pressure/io some");
    }
}
