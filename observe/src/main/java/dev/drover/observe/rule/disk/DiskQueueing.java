package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
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
    private static final double CROWD = 16;
    private static final double FULLY_USED = 0.9;

    private static final RuleFacts FACTS = RuleFacts.of("disk-queueing", 20, Family.DISK, "Disk saturated")
            .reads("/proc/diskstats", "/sys/block/*/queue/rotational", "/proc/pressure/io")
            .fires(
                    "a request takes > 5 ms on flash, > 50 ms on rotating disks, > 20 ms on others and virtual ones, with more"
                            + " than one in flight; or > 16 are in flight on a rotating disk, or on an"
                            + " unknown one with > 10 ms")
            .gate("somebody waited for I/O > 10 % of the time")
            .source("20 ms: vexxhost/atmosphere#3713; the others and the gate: calibrated")
            .conditions("without pressure (Linux 4.20 with PSI) by tasks that are blocked")
            .remedy(
                    "slow down or move the process named here, spread its writes, or use a faster device or a higher tier")
            .check("iostat -x 1 5; cat /proc/pressure/io; pidstat -d 1 5")
            .explains("load-without-cpu", "write-stall", "listen-overflow", "iowait", "hung-tasks")
            .explainsOwn("kernel-time");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.change(Disks.GROUP),
                change -> Outcome.when(Waiting.io(window), waited -> judge(window, change, waited)));
    }

    private static Outcome judge(Window window, Change<Disks> change, Waiting waited) {
        var findings = new ArrayList<Finding>();
        Outcome otherwise = new Outcome.Quiet("no disk keeps requests waiting", List.of(gate(waited)));
        for (Disk disk : change.after().byName().values()) {
            Disk before = change.before().byName().get(disk.name());
            if (before == null || disk.kind() == Disk.Kind.NOT_A_DEVICE) {
                continue;
            }
            Measured<Disk.Use> measured = Disk.use(new Change<>(before, disk, change.seconds()));
            if (measured instanceof Measured.Value<Disk.Use>(Disk.Use use)) {
                if (queues(disk, use) && waited.mean() > WAITED) {
                    findings.add(found(window, disk, use, waited));
                } else if (queues(disk, use) || use.utilisation() > FULLY_USED) {
                    otherwise = new Outcome.Busy(busy(disk, use, waited), evidence(disk, use, waited));
                }
            }
        }
        findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
        return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
    }

    /**
     * Heads that move serve one request after the other: there a long queue alone says that too much is asked of them; of a device
     * that may have such heads a long queue says so that makes requests wait.
     */
    private static boolean queues(Disk disk, Disk.Use use) {
        boolean slow = use.await() > slow(disk) && use.queue() > QUEUE;
        boolean crowded = use.queue() > CROWD && use.utilisation() > FULLY_USED;
        return slow
                || switch (disk.kind()) {
                    case ROTATING -> crowded;
                    case UNKNOWN -> crowded && use.await() > slow(disk) / 2;
                    case SOLID, NOT_A_DEVICE -> false;
                };
    }

    private static String busy(Disk disk, Disk.Use use, Waiting waited) {
        String words = "disk " + disk.name() + " is in use " + Unit.SHARE.show(use.utilisation()) + " of the time";
        return waited.mean() <= WAITED
                ? words + ", hardly anybody waits for it"
                : words + "; who waits for it waits for his own requests, which take "
                        + Unit.MILLISECONDS.show(use.await()) + ", no longer than usual";
    }

    private static double slow(Disk disk) {
        return switch (disk.kind()) {
            case SOLID -> SLOW_SOLID;
            case ROTATING -> SLOW_ROTATING;
            case UNKNOWN -> SLOW_UNKNOWN;
            case NOT_A_DEVICE -> Double.POSITIVE_INFINITY;
        };
    }

    private static Finding found(Window window, Disk disk, Disk.Use use, Waiting waited) {
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
                        ? waited.sure(0.8, "what kind of device it is cannot be read")
                        : waited.sure(0.9, "requests queue, and tasks wait for them"),
                "requests to " + disk.name() + " took " + Unit.MILLISECONDS.show(use.await())
                        + ", and somebody waited for I/O " + Unit.SHARE.show(waited.mean()) + " of the time",
                who,
                evidence(disk, use, waited),
                waited.share().firstOver(WAITED).orElse(window.start()),
                waited.mean());
    }

    private static List<Evidence> evidence(Disk disk, Disk.Use use, Waiting waited) {
        String source = disk.kind() == Disk.Kind.UNKNOWN ? "vexxhost/atmosphere#3713" : "calibrated";
        return List.of(
                Evidence.over(
                        "a request took", use.await(), slow(disk), Unit.MILLISECONDS, source + "; /proc/diskstats"),
                gate(waited),
                Evidence.over("requests in flight", use.queue(), QUEUE, Unit.COUNT, "calibrated; /proc/diskstats"),
                Evidence.fact(
                        "in use", use.utilisation(), Unit.SHARE, "iostat(1) %util: says nothing of a parallel device"));
    }

    private static Evidence gate(Waiting waited) {
        return waited.over("somebody waited for I/O", WAITED);
    }
}
