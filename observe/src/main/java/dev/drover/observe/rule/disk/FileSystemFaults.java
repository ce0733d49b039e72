package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.disk.FileSystemErrors;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.FileSystems.FileSystem;
import dev.drover.observe.counter.host.KernelLog;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file system makes errors, or has turned read-only. */
public final class FileSystemFaults implements Rule {
    private static final List<String> WORDS =
            List.of("EXT4-fs error", "I/O error", "Remounting filesystem read-only", "BTRFS error", "BTRFS critical");

    private static final RuleFacts FACTS = RuleFacts.of(
                    "filesystem-errors", 28, Family.DISK, "A file system makes errors")
            .reads("/sys/fs/ext4/*/errors_count", "mount option ro", "kernel log")
            .fires(
                    "an error while we watched, a file system that turned read-only, or one with errors that is read-only")
            .gate("old errors of a file system that still works are a hint")
            .source("Linux, Documentation/filesystems/ext4 (errors=)")
            .conditions("counts of ext4; of others what the kernel's log says, which only root may read")
            .remedy("save the data, look at the device (smartctl), unmount and fsck, replace what fails")
            .check(
                    "dmesg | grep -iE 'error|read-only'; grep . /sys/fs/ext4/*/errors_count; grep ' ro[, ]' /proc/mounts")
            .explains("hung-tasks", "crash-loop");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        var who = new ArrayList<Who>();
        var evidence = new ArrayList<Evidence>();
        Map<String, Long> counts = window.now(FileSystemErrors.GROUP)
                .map(FileSystemErrors::byDevice)
                .orElse(Map.of());
        window.change(FileSystemErrors.GROUP).map(change -> {
            change.after().byDevice().forEach((device, now) -> {
                long grown = now - change.before().byDevice().getOrDefault(device, now);
                if (grown > 0) {
                    who.add(new Who(Who.Kind.DEVICE, device, grown + " errors"));
                    evidence.add(Evidence.over("errors of " + device, (double) grown, 0, Unit.COUNT, "/sys/fs/ext4"));
                }
            });
            return change;
        });
        window.change(FileSystems.GROUP).map(change -> {
            for (FileSystem now : change.after().byPoint().values()) {
                FileSystem before = change.before().byPoint().get(now.point());
                long errors = counts.getOrDefault(device(now), 0L);
                if (now.readOnly() && ((before != null && !before.readOnly()) || errors > 0)) {
                    who.add(new Who(Who.Kind.MOUNT, now.point(), now.device() + " is read-only"));
                    evidence.add(
                            Evidence.fact("errors of " + now.device(), (double) errors, Unit.COUNT, "/sys/fs/ext4"));
                }
            }
            return change;
        });
        List<String> told = told(window);
        if (!told.isEmpty()) {
            evidence.add(Evidence.over("errors in the kernel's log", told.size(), 0, Unit.COUNT, told.getLast()));
        }
        if (!evidence.isEmpty()) {
            return found(window, who, evidence);
        }
        return otherwise(window, counts);
    }

    private static Outcome otherwise(Window window, Map<String, Long> counts) {
        long old = counts.values().stream().mapToLong(n -> n).sum();
        if (old > 0) {
            return new Outcome.Busy(
                    "ext4 has counted " + old + " errors on " + String.join(", ", counts.keySet()) + ", none now",
                    List.of());
        }
        boolean known = window.now(FileSystemErrors.GROUP).isMeasured()
                || window.now(FileSystems.GROUP).isMeasured();
        return known
                ? new Outcome.Quiet("no file system makes errors", List.of())
                : new Outcome.NotMeasurable(window.now(FileSystems.GROUP).why());
    }

    private static String device(FileSystem one) {
        return one.device().substring(one.device().lastIndexOf('/') + 1);
    }

    private static List<String> told(Window window) {
        return window.change(KernelLog.GROUP)
                .map(c -> WORDS.stream()
                        .flatMap(word -> c.after().since(c.before(), word).stream())
                        .toList())
                .orElse(List.of());
    }

    private static Outcome found(Window window, List<Who> who, List<Evidence> evidence) {
        String where = who.isEmpty() ? "a device" : who.getFirst().name();
        return new Outcome.Found(new Finding(
                FACTS.id(),
                Severity.CRITICAL,
                new Confidence(who.isEmpty() ? 0.7 : 0.95, "the kernel counts or tells it"),
                where + " makes errors: reading and writing fails there",
                who.isEmpty() ? List.of(Who.host("see the kernel's log")) : who,
                evidence.subList(0, Math.min(6, evidence.size())),
                window.start(),
                0.85));
    }
}
