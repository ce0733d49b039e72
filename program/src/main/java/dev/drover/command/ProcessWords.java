package dev.drover.command;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.process.Limit;
import dev.drover.observe.process.Mappings;
import dev.drover.observe.process.OpenFiles;
import dev.drover.observe.process.Portrait;
import dev.drover.observe.process.ThreadUse;
import dev.drover.observe.rule.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A portrait of a process for reading: its sentences first, then the numbers they rest on. */
final class ProcessWords {
    private static final int MOST_THREADS = 12;
    private static final int MOST_CHILDREN = 10;
    private static final int MOST_DELETED = 3;
    private static final int LONGEST = 120;
    private static final double NEARLY_FULL = 0.8;

    private final Output output;
    private final Portrait of;
    private final StringBuilder text = new StringBuilder();

    ProcessWords(Output output, Portrait of) {
        this.output = output;
        this.of = of;
    }

    String text() {
        who();
        for (String remark : of.remarks()) {
            text.append("  ")
                    .append(output.strong("*"))
                    .append(' ')
                    .append(remark)
                    .append('\n');
        }
        if (of.ended()) {
            text.append("  ").append(output.wary("It ended while it was watched: all below is as it was last seen."));
            text.append('\n');
        }
        memory();
        threads();
        activity();
        files();
        limits();
        groups();
        family();
        hidden();
        return text.toString();
    }

    private void who() {
        Portrait.Identity who = of.identity();
        text.append(output.strong(who.name())).append(", process ").append(who.pid());
        who.user().map(user -> text.append(", of the account ").append(user));
        who.age().map(age -> text.append(", started ").append(span(age)).append(" ago"));
        text.append(who.nice() == 0 ? "" : ", nice " + who.nice()).append('\n');
        if (!who.commandLine().isEmpty()) {
            text.append("  ").append(output.faint(shortened(who.commandLine()))).append('\n');
        }
        text.append('\n');
    }

    private static String show(Unit unit, long value) {
        return unit.show((double) value);
    }

    private static String shortened(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
    }

    private static String span(double seconds) {
        long whole = (long) seconds;
        if (whole < 120) {
            return whole + " s";
        }
        if (whole < 7200) {
            return whole / 60 + " min";
        }
        return whole < 172_800 ? whole / 3600 + " h" : whole / 86_400 + " days";
    }

    private void title(String name, String value) {
        text.append('\n')
                .append(output.strong(name))
                .append(value.isEmpty() ? "" : "  ")
                .append(value)
                .append('\n');
    }

    /** The value in words, or why there is none. */
    private static <T> String told(Measured<T> value, Function<T, String> words) {
        return switch (value) {
            case Measured.Value<T>(T there) -> words.apply(there);
            case Measured.Unmeasurable<T>(String why) -> "not measurable: " + why;
        };
    }

    private void memory() {
        title(
                "memory",
                told(
                        of.memory(),
                        m -> told(m.resident(), size -> show(Unit.BYTES, size))
                                + m.all()
                                        .map(a -> ", " + show(Unit.BYTES, a.pss()) + " by its share (PSS)")
                                        .orElse("")
                                + m.swapped()
                                        .map(s -> s == 0 ? "" : ", and " + show(Unit.BYTES, s) + " in swap")
                                        .orElse("")));
        of.memory()
                .map(memory -> text.append(told(memory.kinds(), this::kinds))
                        .append(memory.kinds().isMeasured() ? "" : "\n"));
    }

    private String kinds(Map<Mappings.Kind, Mappings.Size> kinds) {
        var table = new Table("  ").row("", "resident", "own", "shared", "of it since fork", "in swap");
        kinds.entrySet().stream()
                .sorted((a, b) ->
                        Long.compare(b.getValue().resident(), a.getValue().resident()))
                .forEach(e -> table.row(
                        e.getKey().title(),
                        bytes(e.getValue().resident()),
                        bytes(e.getValue().own()),
                        bytes(e.getValue().shared()),
                        bytes(e.getValue().copyOnWrite()),
                        bytes(e.getValue().swap())));
        return table.text();
    }

    private static String bytes(long value) {
        return value == 0 ? "-" : show(Unit.BYTES, value);
    }

    private void threads() {
        Map<Character, Long> states = of.threads().stream()
                .collect(Collectors.groupingBy(ThreadUse::state, java.util.TreeMap::new, Collectors.counting()));
        title(
                "threads",
                of.identity().threads() + ": "
                        + states.entrySet().stream()
                                .map(e -> e.getValue() + " " + state(e.getKey()))
                                .collect(Collectors.joining(", "))
                        + String.format(Locale.ROOT, " (watched for %.1f s)", of.seconds()));
        var table = new Table("  ").row("TID", "NAME", "STATE", "RAN", "WAITED FOR CPU", "SLEEPS FOR");
        of.threads().stream()
                .limit(MOST_THREADS)
                .forEach(t -> table.row(
                        Integer.toString(t.id()),
                        t.name(),
                        state(t.state()),
                        share(t.cpus()),
                        share(t.waited()),
                        t.channel().isEmpty()
                                ? ""
                                : t.waitsFor().equals(t.channel())
                                        ? t.channel()
                                        : t.waitsFor() + " " + output.faint(t.channel())));
        text.append(table.text());
        more(of.identity().threads() - MOST_THREADS, "threads");
    }

    private void more(int left, String what) {
        if (left > 0) {
            text.append("  ... ").append(left).append(" more ").append(what).append("; all are in --json\n");
        }
    }

    private static String share(Measured<Double> value) {
        return value.map(Unit.SHARE::show).orElse("?");
    }

    private static String state(char letter) {
        return switch (letter) {
            case 'R' -> "runnable";
            case 'S' -> "sleeping";
            case 'D' -> "uninterruptible";
            case 'T' -> "stopped";
            case 't' -> "traced";
            case 'Z' -> "ended";
            case 'I' -> "idle";
            default -> Character.toString(letter);
        };
    }

    private void activity() {
        Portrait.Activity did = of.activity();
        title(
                "activity",
                Unit.CPUS.show(did.cpus()) + ", waiting for a CPU: "
                        + told(did.waited(), w -> String.format(Locale.ROOT, "%.2f threads", w)));
        text.append("  faults: ")
                .append(Unit.PER_SECOND.show(did.minorFaults()))
                .append(" minor, ")
                .append(Unit.PER_SECOND.show(did.majorFaults()))
                .append(" major; devices: ");
        text.append(told(
                        did.read(),
                        read -> Unit.BYTES_PER_SECOND.show(read) + " read, "
                                + told(did.written(), Unit.BYTES_PER_SECOND::show) + " written"))
                .append('\n');
    }

    private void files() {
        title("files", told(of.files(), f -> String.format(Locale.ROOT, "%,d open", f.open()) + kinds(f)));
        of.sockets().map(sockets -> {
            if (!sockets.isEmpty()) {
                text.append("  sockets: ").append(counts(sockets)).append('\n');
            }
            return sockets;
        });
        for (OpenFiles.Deleted one : of.files().map(OpenFiles::deleted).orElse(List.of()).stream()
                .limit(MOST_DELETED)
                .toList()) {
            text.append("  deleted, still ")
                    .append(show(Unit.BYTES, one.bytes()))
                    .append(": ")
                    .append(one.path())
                    .append('\n');
        }
    }

    private static String kinds(OpenFiles files) {
        return files.byKind().isEmpty() ? "" : ": " + counts(files.byKind());
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void limits() {
        var table = new Table("  ");
        for (Limit limit : of.limits().orElse(List.of())) {
            if (limit.soft().isPresent() && limit.used().isMeasured()) {
                Unit unit = limit.unit().equals("bytes") ? Unit.BYTES : Unit.COUNT;
                String used = show(unit, limit.used().orElse(0L));
                double full = limit.full().orElse(0.0);
                table.row(
                        limit.name(),
                        full >= NEARLY_FULL && limit.soft().getAsLong() > 0 ? output.wary(used) : used,
                        "of " + show(unit, limit.soft().getAsLong()),
                        limit.hard().equals(limit.soft())
                                ? ""
                                : output.faint("may be raised to "
                                        + (limit.hard().isEmpty()
                                                ? "any"
                                                : show(unit, limit.hard().getAsLong()))));
            }
        }
        String rows = table.text();
        title("limits", told(of.limits(), l -> rows.isEmpty() ? "none" : ""));
        text.append(rows);
    }

    private void groups() {
        title(
                "control group",
                of.identity().cgroup().isEmpty() ? "unknown" : of.identity().cgroup());
        String rows = of.groups().map(this::groupRows).orElse("");
        text.append(told(of.groups(), groups -> groups.isEmpty() ? "  no limit\n" : ""));
        text.append(rows);
    }

    private String groupRows(List<Portrait.GroupUse> groups) {
        var table = new Table("  ");
        for (Portrait.GroupUse group : groups) {
            var parts = new ArrayList<String>();
            group.quota()
                    .map(quota -> parts.add("quota " + Unit.CPUS.show(quota) + ", throttled in "
                            + told(group.throttled(), Unit.SHARE::show) + " of periods"));
            group.memoryLimit()
                    .map(most -> parts.add("memory " + told(group.memory(), used -> show(Unit.BYTES, used)) + " of "
                            + show(Unit.BYTES, most)));
            group.taskLimit()
                    .map(most -> parts.add("tasks " + told(group.tasks(), used -> show(Unit.COUNT, used)) + " of "
                            + show(Unit.COUNT, most)));
            table.row(group.path(), String.join("; ", parts));
        }
        return table.text();
    }

    private void family() {
        Portrait.Family family = of.family();
        title(
                "family",
                "parent " + (family.parent() == 0 ? "the kernel" : family.parent() + " " + family.parentName())
                        + (of.identity().forked() ? ", forked from it without a program of its own" : "")
                        + "; children: " + told(family.count(), n -> Integer.toString(n))
                        + family.born()
                                .map(born -> born == 0 ? "" : ", at least " + born + " of them made while watched")
                                .orElse(""));
        family.children().entrySet().stream()
                .limit(MOST_CHILDREN)
                .forEach(e -> text.append("  ")
                        .append(e.getKey())
                        .append(' ')
                        .append(e.getValue())
                        .append('\n'));
        more(family.count().orElse(0) - MOST_CHILDREN, "children");
    }

    private void hidden() {
        List<String> hidden = hidden(of);
        if (!hidden.isEmpty()) {
            boolean root = System.getProperty("user.name", "").equals("root");
            text.append('\n')
                    .append(output.wary((root
                                    ? "Not even root may see here: "
                                    : "As root, or as the account of the process, it would also show: ")
                            + String.join(", ", hidden) + "."))
                    .append('\n');
        }
    }

    /** What another account would see. */
    static List<String> hidden(Portrait of) {
        var hidden = new ArrayList<String>();
        denied(hidden, of.memory().then(Portrait.Memory::kinds), "memory by kind, own and shared");
        denied(hidden, of.files(), "open files and sockets");
        denied(hidden, of.limits(), "limits");
        denied(hidden, of.activity().read(), "bytes to and from devices");
        return hidden;
    }

    private static void denied(List<String> hidden, Measured<?> part, String name) {
        if (part.why().endsWith("Permission denied")) {
            hidden.add(name);
        }
    }
}
