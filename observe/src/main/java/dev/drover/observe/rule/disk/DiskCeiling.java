package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroup.DeviceLimit;
import dev.drover.observe.counter.cgroup.Cgroups;
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
import org.jspecify.annotations.Nullable;

/** A control group reads or writes as fast as its I/O limit lets it, and waits. */
public final class DiskCeiling implements Rule {
    private static final double OF_LIMIT = 0.85;
    private static final double WAITED = 0.10;
    private static final String SOURCE = "calibrated; blkio.throttle or io.max";

    private static final RuleFacts FACTS = RuleFacts.of("disk-ceiling", 22, Family.DISK, "An I/O limit slows a group")
            .reads("cgroup io.max, io.stat", "version 1: blkio.throttle.*", "/proc/pressure/io")
            .fires("a group reads or writes > 85 % of what its limit for a device allows")
            .gate("somebody waited for I/O > 10 % of the time")
            .source("calibrated; the idea: prometheus/node_exporter#1570")
            .conditions("limits of control groups; those of a cloud's volumes show as disk-queueing at a constant rate")
            .remedy("raise or remove the limit (IOReadBandwidthMax, IOWriteIOPSMax, ...), or read and write less")
            .check("cat /sys/fs/cgroup/GROUP/io.max /sys/fs/cgroup/GROUP/io.stat; version 1: blkio.throttle.*")
            .explains("disk-queueing", "load-without-cpu", "write-stall", "listen-overflow", "iowait", "hung-tasks");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.change(Cgroups.GROUP),
                change -> Outcome.when(Waiting.io(window), waited -> judge(window, change, waited)));
    }

    /** What a group did of what it may do. */
    private record Reached(Cgroup group, DeviceLimit limit, double rate) {
        double share() {
            return rate / Math.max(1, limit.limit());
        }

        Unit unit() {
            return switch (limit.what()) {
                case READ_BYTES, WRITTEN_BYTES -> Unit.BYTES_PER_SECOND;
                case READS, WRITES -> Unit.PER_SECOND;
            };
        }

        String verb() {
            return switch (limit.what()) {
                case READ_BYTES, READS -> "reads";
                case WRITTEN_BYTES, WRITES -> "writes";
            };
        }
    }

    private static Outcome judge(Window window, Change<Cgroups> change, Waiting waited) {
        var reached = new ArrayList<Reached>();
        int limits = 0;
        for (Cgroup group : change.after().byPath().values()) {
            Cgroup before = change.before().byPath().get(group.path());
            for (DeviceLimit limit : group.devices().orElse(List.of())) {
                limits++;
                rate(before, limit, change.seconds()).map(rate -> reached.add(new Reached(group, limit, rate)));
            }
        }
        if (limits == 0) {
            return new Outcome.NotApplicable("no control group with an I/O limit is here");
        }
        reached.sort(Comparator.comparingDouble(r -> -r.share()));
        if (reached.isEmpty() || reached.getFirst().share() <= OF_LIMIT) {
            return new Outcome.Quiet("no group reaches its I/O limit", List.of());
        }
        Reached first = reached.getFirst();
        List<Evidence> evidence = evidence(first, waited);
        return waited.mean() <= WAITED
                ? new Outcome.Busy(
                        "group " + first.group.path() + " reaches its I/O limit, hardly anybody waits", evidence)
                : found(window, first, waited, evidence);
    }

    private static Measured<Double> rate(@Nullable Cgroup before, DeviceLimit limit, double seconds) {
        if (before == null) {
            return Measured.not("the group is new");
        }
        for (DeviceLimit then : before.devices().orElse(List.of())) {
            if (then.device().equals(limit.device()) && then.what() == limit.what()) {
                return Change.growth(then.done(), limit.done()).map(n -> n / seconds);
            }
        }
        return Measured.not("the limit is new");
    }

    private static List<Evidence> evidence(Reached reached, Waiting waited) {
        return List.of(
                Evidence.over("I/O of a group, of its limit", reached.share(), OF_LIMIT, Unit.SHARE, SOURCE),
                waited.over("somebody waited for I/O", WAITED),
                Evidence.fact("the group " + reached.verb(), reached.rate, reached.unit(), "io.stat, blkio.throttle"),
                Evidence.fact("its limit", (double) reached.limit.limit(), reached.unit(), "io.max, blkio.throttle"));
    }

    private static Outcome found(Window window, Reached reached, Waiting waited, List<Evidence> evidence) {
        String path = reached.group.path();
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.CGROUP, path, ""));
        who.add(new Who(Who.Kind.DEVICE, reached.limit.device(), "major:minor"));
        who.addAll(Culprits.byDisk(window, p -> p.groups().in(path)));
        return new Outcome.Found(new Finding(
                FACTS.id(),
                waited.mean() > 0.4 ? Severity.CRITICAL : Severity.WARNING,
                waited.sure(0.9, "the group stays at its limit, and somebody waits for I/O"),
                "group " + path + " " + reached.verb() + " " + reached.unit().show(reached.rate) + " of the "
                        + reached.unit().show((double) reached.limit.limit()) + " it may, and somebody waited for I/O "
                        + Unit.SHARE.show(waited.mean()) + " of the time",
                who,
                evidence,
                waited.share().firstOver(WAITED).orElse(window.start()),
                Math.min(1, waited.mean() * 1.05)));
    }
}
