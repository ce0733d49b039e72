package dev.drover.observe.process;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sentences of a portrait. Each thing that may be said has a weight, by how much it explains of a process that is slow, or
 * that is about to fail; the three heaviest are said.
 */
final class Remarks {
    private static final int MOST = 3;
    private static final double WORTH_A_WORD = 0.1;
    private static final double NEARLY_FULL = 0.8;
    private static final long LARGE = 16L << 20;
    private static final double MANY_MAJOR_FAULTS = 10;
    private static final double DISK_BUSY = 1 << 20;

    private final Portrait of;
    private final List<Remark> remarks = new ArrayList<>();

    private record Remark(double weight, String sentence) {}

    private Remarks(Portrait of) {
        this.of = of;
    }

    static List<String> of(Portrait portrait) {
        var all = new Remarks(portrait);
        all.state();
        all.cpu();
        all.sleep();
        all.groups();
        all.files();
        all.sockets();
        all.limits();
        all.memory();
        all.copyOnWrite();
        all.disk();
        all.family();
        return all.remarks.stream()
                .sorted(Comparator.comparingDouble(r -> -r.weight))
                .limit(MOST)
                .map(Remark::sentence)
                .toList();
    }

    private void say(double weight, String sentence) {
        remarks.add(new Remark(weight, sentence));
    }

    private static String bytes(long value) {
        return Unit.BYTES.show((double) value);
    }

    private static String share(double value) {
        return Unit.SHARE.show(value);
    }

    private static String counted(int number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    private void state() {
        Portrait.Identity who = of.identity();
        if (who.kernel()) {
            say(99, "It is a thread of the kernel: it has no memory, files or limits of its own.");
        }
        switch (who.state()) {
            case 'Z' ->
                say(
                        100,
                        String.format(
                                Locale.ROOT,
                                "It has ended and waits for its parent, %s, to collect it: it holds its number only.",
                                parent()));
            case 'T' ->
                say(
                        100,
                        String.format(
                                Locale.ROOT, "It is stopped by a signal; kill -CONT %d lets it go on.", who.pid()));
            case 't' -> say(100, "It is stopped by a debugger or tracer.");
            default -> {}
        }
    }

    private String parent() {
        String name = of.family().parentName();
        return of.family().parent() + (name.isEmpty() ? "" : " (" + name + ")");
    }

    private void cpu() {
        Portrait.Activity did = of.activity();
        double waited = did.waited().orElse(0.0);
        double wanted = did.cpus() + waited;
        if (wanted > 0.05 && waited / wanted >= WORTH_A_WORD) {
            say(
                    40 + 50 * waited / wanted,
                    String.format(
                            Locale.ROOT,
                            "Its threads waited for a CPU %s of the time in which they wanted to run.",
                            share(waited / wanted)));
        }
        ThreadUse hottest = of.threads().isEmpty() ? null : of.threads().getFirst();
        if (hottest != null && of.threads().size() > 1 && hottest.cpus().orElse(0.0) >= 0.9) {
            say(
                    65,
                    String.format(
                            Locale.ROOT,
                            "One of its %,d threads, %s (%d), ran %s of the time: more CPUs do not make that one faster.",
                            of.threads().size(),
                            hottest.name(),
                            hottest.id(),
                            share(hottest.cpus().orElse(0.0))));
        }
        if (did.cpus() >= 0.05) {
            say(20 + 15 * Math.min(1, did.cpus()), String.format(Locale.ROOT, "It ran on %.2f CPUs.", did.cpus()));
        } else {
            say(
                    7,
                    String.format(
                            Locale.ROOT,
                            "It hardly ran: for %s of the %.1f s of one CPU.",
                            share(did.cpus()),
                            of.seconds()));
        }
    }

    private void sleep() {
        List<ThreadUse> threads = of.threads();
        double blocked =
                threads.stream().mapToDouble(ThreadUse::uninterruptible).sum();
        if (blocked >= WORTH_A_WORD) {
            ThreadUse worst = threads.stream()
                    .max(Comparator.comparingDouble(ThreadUse::uninterruptible))
                    .orElseThrow();
            say(
                    50 + 40 * Math.min(1, blocked),
                    String.format(
                            Locale.ROOT,
                            "Its thread %s (%d) slept uninterruptibly at %s of the looks%s.",
                            worst.name(),
                            worst.id(),
                            share(worst.uninterruptible()),
                            worst.channel().isEmpty() ? "" : ": it waits for " + words(worst.channel())));
        }
        var counts = new HashMap<String, Integer>();
        threads.stream()
                .filter(t -> t.state() == 'S' && !t.channel().isEmpty())
                .forEach(t -> counts.merge(t.channel(), 1, Integer::sum));
        counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .ifPresent(most -> say(
                        12,
                        String.format(
                                Locale.ROOT,
                                threads.size() == 1
                                        ? "It waits for %3$s."
                                        : "%1$,d of its %2$,d threads " + (most.getValue() == 1 ? "waits" : "wait")
                                                + " for %3$s.",
                                most.getValue(),
                                threads.size(),
                                words(most.getKey()))));
    }

    private static String words(String channel) {
        String words = WaitChannel.words(channel);
        return words.equals(channel) ? channel : words + " (" + channel + ")";
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
                        .map(open -> Boolean.valueOf(remarks.add(new Remark(
                                full >= NEARLY_FULL ? 50 + 45 * full : 6,
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d file descriptors are open.",
                                        open,
                                        limit.soft().getAsLong())))));
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

    private void family() {
        int children = of.family().count().orElse(0);
        say(
                4,
                String.format(
                        Locale.ROOT,
                        "It has %s and %s.",
                        counted(of.identity().threads(), "thread", "threads"),
                        children == 0 ? "no children" : counted(children, "child", "children")));
        int born = of.family().born().orElse(0);
        if (born > 0 && of.seconds() > 0 && born / of.seconds() >= 1) {
            say(
                    45,
                    String.format(
                            Locale.ROOT,
                            "It made at least %s children while watched; the host made %s processes and threads.",
                            Unit.PER_SECOND.show(born / of.seconds()),
                            of.family().hostForks().map(Unit.PER_SECOND::show).orElse("an unknown number of")));
        }
    }
}
