package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * {@code /proc/stat}, {@code /proc/loadavg} and {@code /proc/pressure}, from {@code sar -P ALL -u ALL -w -q ALL}.
 *
 * <p>sysstat tells shares in hundredths of a percent; ticks rebuilt from them are exact up to intervals of 100 s.
 */
final class CpuPart implements Part {
    private static final double TICKS = 100;
    private static final List<String> STATES =
            List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
    private static final String NO_PRESSURE =
            "sysstat recorded no pressure: its sadc is too old for that, or the kernel has no PSI";

    private final Things cpus = new Things();
    private final Sums events = new Sums();
    private final Sums pressure = new Sums();
    private Section queue = Section.NONE;
    private Section averages = Section.NONE;

    @Override
    public void take(Section sample, double seconds) {
        cpus.next();
        events.next();
        pressure.next();
        List<Section> each = cpus(sample);
        long single = each.stream().filter(c -> !isAll(c) && isOnline(c)).count();
        for (Section cpu : each) {
            if (isOnline(cpu)) {
                ticks(cpus.of(isAll(cpu) ? "" : cpu.text("cpu")), cpu, seconds * (isAll(cpu) ? single : 1));
            }
        }
        Section tasks = sample.section("process-and-context-switch");
        events.add("ctxt", tasks.number("cswch"), seconds);
        events.add("processes", tasks.number("proc"), seconds);
        queue = sample.section("queue");
        averages = sample.section("psi");
        for (String resource : List.of("cpu", "io", "mem")) {
            Section one = averages.section("psi-" + resource);
            pressure.add(resource + "some", micros(one.number("some_avg")), seconds);
            pressure.add(resource + "full", micros(one.number("full_avg")), seconds);
        }
    }

    /** The rows of CPUs, the one of all together among them; {@code -u ALL} had a name of its own before sysstat 11.7. */
    static List<Section> cpus(Section sample) {
        List<Section> rows = sample.list("cpu-load");
        return rows.isEmpty() ? sample.list("cpu-load-all") : rows;
    }

    static boolean isAll(Section cpu) {
        return cpu.text("cpu").equals("all") || cpu.text("cpu").equals("-1");
    }

    /** A CPU that is offline is told with zeros everywhere. */
    private static boolean isOnline(Section cpu) {
        return busy(cpu) + cpu.number("idle", 0) + cpu.number("iowait", 0) > 0;
    }

    private static double busy(Section cpu) {
        return cpu.number("usr", "user", 0)
                + cpu.number("nice", 0)
                + cpu.number("sys", "system", 0)
                + cpu.number("irq", 0)
                + cpu.number("soft", 0)
                + cpu.number("steal", 0)
                + cpu.number("guest", 0);
    }

    /** In {@code /proc/stat} the time of guests is in that of users, in {@code -u ALL} it is not. */
    private static void ticks(Sums into, Section cpu, double seconds) {
        into.add("user", percent(cpu.number("usr", "user", 0) + cpu.number("guest", 0)), seconds);
        into.add("nice", percent(cpu.number("nice", 0) + cpu.number("gnice", 0)), seconds);
        into.add("system", percent(cpu.number("sys", "system", 0)), seconds);
        into.add("idle", percent(cpu.number("idle", 0)), seconds);
        into.add("iowait", percent(cpu.number("iowait", 0)), seconds);
        into.add("irq", percent(cpu.number("irq", 0)), seconds);
        into.add("softirq", percent(cpu.number("soft", 0)), seconds);
        into.add("steal", percent(cpu.number("steal", 0)), seconds);
    }

    private static OptionalDouble percent(double value) {
        return OptionalDouble.of(value / 100 * TICKS);
    }

    private static OptionalDouble micros(OptionalDouble percent) {
        return percent.isPresent() ? OptionalDouble.of(percent.getAsDouble() * 1e4) : percent;
    }

    @Override
    public void files(Files files) {
        files.counters("/proc/stat", this::stat);
        files.moment("/proc/loadavg", this::load);
        files.counters("/proc/pressure/cpu", () -> pressure("cpu"));
        files.counters("/proc/pressure/io", () -> pressure("io"));
        files.counters("/proc/pressure/memory", () -> pressure("mem"));
    }

    /** sysstat does not count its own reader among the tasks that run, the kernel does. */
    private Content stat() {
        var text = new StringBuilder();
        cpus.all().forEach((name, ticks) -> {
            text.append("cpu").append(name);
            STATES.forEach(state -> text.append(' ').append(ticks.get(state)));
            text.append('\n');
        });
        events.told().forEach((name, count) -> line(text, name, count));
        queue.number("runq-sz").ifPresent(running -> line(text, "procs_running", Math.round(running) + 1));
        queue.number("blocked").ifPresent(blocked -> line(text, "procs_blocked", Math.round(blocked)));
        return Part.orWhy(text, "sysstat recorded no CPUs");
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    private Content load() {
        return queue.has("ldavg-1")
                ? Content.Text.of(String.format(
                        Locale.ROOT,
                        "%.2f %.2f %.2f %d/%d 0%n",
                        queue.number("ldavg-1", 0),
                        queue.number("ldavg-5", 0),
                        queue.number("ldavg-15", 0),
                        Math.round(queue.number("runq-sz", 0)) + 1,
                        Math.round(queue.number("plist-sz", 0))))
                : new Content.Unreadable("sysstat recorded no load");
    }

    private Content pressure(String resource) {
        var text = new StringBuilder();
        for (String kind : List.of("some", "full")) {
            if (pressure.tells(resource + kind)) {
                Section told = averages.section("psi-" + resource);
                text.append(String.format(
                        Locale.ROOT,
                        "%s avg10=%.2f avg60=%.2f avg300=%.2f total=%d%n",
                        kind,
                        told.number(kind + "_avg10", 0),
                        told.number(kind + "_avg60", 0),
                        told.number(kind + "_avg300", 0),
                        pressure.get(resource + kind)));
            }
        }
        return Part.orWhy(text, NO_PRESSURE);
    }
}
