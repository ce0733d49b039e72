package dev.drover.observe.process;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What may be said of what a process holds and may hold: groups, files, sockets, limits, memory, and of its use of disks. */
final class Holdings {
    private static final double WORTH_A_WORD = 0.1;
    private static final double NEARLY_FULL = 0.8;
    private static final long LARGE = 16L << 20;
    private static final double MANY_MAJOR_FAULTS = 10;
    private static final double DISK_BUSY = 1 << 20;

    private final Portrait of;
    private final List<Remark> remarks = new ArrayList<>();

    private Holdings(Portrait of) {
        this.of = of;
    }

    static List<Remark> of(Portrait portrait) {
        var all = new Holdings(portrait);
        all.groups();
        all.files();
        all.sockets();
        all.limits();
        all.memory();
        all.copyOnWrite();
        all.disk();
        return all.remarks;
    }

    private boolean say(double weight, String sentence) {
        return remarks.add(new Remark(weight, sentence));
    }

    private static String bytes(long value) {
        return Unit.BYTES.show((double) value);
    }

    private static String share(double value) {
        return Unit.SHARE.show(value);
    }

    private void groups() {
        for (Portrait.GroupUse group : of.groups().orElse(List.of())) {
            double throttled = group.throttled().orElse(0.0);
            if (throttled > 0.01) {
                say(
                        55 + 40 * throttled,
                        String.format(
                                Locale.ROOT,
                                "Its control group %s was throttled in %s of its periods: it may use %.2f CPUs.",
                                group.path(),
                                share(throttled),
                                group.quota().orElse(0.0)));
            }
            nearly(group, "memory", group.memory(), group.memoryLimit(), Unit.BYTES);
            nearly(group, "tasks", group.tasks(), group.taskLimit(), Unit.COUNT);
        }
    }

    private void nearly(Portrait.GroupUse group, String what, Measured<Long> used, Measured<Long> limit, Unit unit) {
        double full = used.orElse(0L) / (double) Math.max(1, limit.orElse(Long.MAX_VALUE));
        if (full >= NEARLY_FULL) {
            say(
                    40 + 45 * full,
                    String.format(
                            Locale.ROOT,
                            "Its control group %s holds %s of the %s of %s that it may.",
                            group.path(),
                            unit.show((double) used.orElse(0L)),
                            unit.show((double) limit.orElse(0L)),
                            what));
        }
    }

    private void files() {
        for (Limit limit : of.limits().orElse(List.of())) {
            if (limit.name().equals("open files") && limit.soft().isPresent()) {
                double full = limit.full().orElse(0.0);
                limit.used()
                        .map(open -> say(
                                full >= NEARLY_FULL ? 50 + 45 * full : 6,
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d file descriptors are open.",
                                        open,
                                        limit.soft().getAsLong())));
            }
        }
        of.files().map(files -> {
            if (!files.deleted().isEmpty() && files.deletedBytes() > 0) {
                say(
                        files.deletedBytes() >= LARGE ? 55 : 9,
                        String.format(
                                Locale.ROOT,
                                "It holds %s in %s that %s deleted: the space comes back when it closes %s.",
                                bytes(files.deletedBytes()),
                                files.deleted().size() == 1
                                        ? "a file"
                                        : files.deleted().size() + " files",
                                files.deleted().size() == 1 ? "was" : "were",
                                files.deleted().size() == 1 ? "it" : "them"));
            }
            return files;
        });
    }

    private void sockets() {
        Map<String, Long> sockets = of.sockets().orElse(Map.of());
        long all = sockets.values().stream().mapToLong(Long::longValue).sum();
        long left = sockets.getOrDefault("TCP CLOSE-WAIT", 0L);
        if (left >= 10 && left >= WORTH_A_WORD * all) {
            say(
                    60,
                    String.format(
                            Locale.ROOT,
                            "%,d of its %,d sockets are in CLOSE-WAIT: the other side has closed them, and it has not.",
                            left,
                            all));
        }
    }

    private void limits() {
        for (Limit limit : of.limits().orElse(List.of())) {
            double full = limit.full().orElse(0.0);
            if (!limit.name().equals("open files")
                    && full >= NEARLY_FULL
                    && limit.soft().orElse(0) > 0) {
                Unit unit = limit.unit().equals("bytes") ? Unit.BYTES : Unit.COUNT;
                say(
                        40 + 40 * full,
                        String.format(
                                Locale.ROOT,
                                "Of its limit of %s it has used %s of %s.",
                                limit.name(),
                                unit.show((double) limit.used().orElse(0L)),
                                unit.show((double) limit.soft().orElse(0))));
            }
        }
    }

    private void memory() {
        of.memory().map(memory -> {
            long resident = memory.resident().orElse(0L);
            long swapped = memory.swapped().orElse(0L);
            if (swapped >= LARGE / 4 && swapped >= WORTH_A_WORD / 2 * (resident + swapped)) {
                say(
                        30 + 40.0 * swapped / (resident + swapped),
                        String.format(
                                Locale.ROOT,
                                "%s of its memory are in swap, beside %s that are not.",
                                bytes(swapped),
                                bytes(resident)));
            }
            if (resident > 0) {
                say(
                        8,
                        String.format(
                                Locale.ROOT,
                                "It holds %s of memory%s.",
                                bytes(resident),
                                memory.all()
                                        .map(all -> ", " + bytes(all.own()) + " of it in no other process")
                                        .orElse("")));
            }
            return memory;
        });
    }

    private void copyOnWrite() {
        long bytes = of.memory().then(Portrait.Memory::copyOnWrite).orElse(0L);
        long resident = of.memory().then(Portrait.Memory::resident).orElse(0L);
        if (bytes >= LARGE || (bytes >= 1 << 20 && bytes >= WORTH_A_WORD * resident)) {
            say(
                    of.identity().forked() ? 48 : 30,
                    String.format(
                            Locale.ROOT,
                            of.identity().forked()
                                    ? "It shares %s with its parent that neither has written since the fork."
                                    : "It shares %s with children that neither side has written since the fork.",
                            bytes(bytes)));
        }
    }

    private void disk() {
        Portrait.Activity did = of.activity();
        if (did.majorFaults() >= MANY_MAJOR_FAULTS) {
            say(
                    60,
                    String.format(
                            Locale.ROOT,
                            "It waited for %s pages to be read from disk (major faults).",
                            Unit.PER_SECOND.show(did.majorFaults())));
        }
        double read = did.read().orElse(0.0);
        double written = did.written().orElse(0.0);
        if (read + written >= DISK_BUSY) {
            say(
                    35,
                    String.format(
                            Locale.ROOT,
                            "It read %s from devices and wrote %s to them.",
                            Unit.BYTES_PER_SECOND.show(read),
                            Unit.BYTES_PER_SECOND.show(written)));
        }
    }
}
