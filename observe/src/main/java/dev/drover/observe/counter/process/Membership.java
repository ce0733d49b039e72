package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The control groups that a process is in (cgroups(7), {@code /proc/PID/cgroup}): one in version 2, one for each controller in
 * version 1.
 *
 * @param cpu its group for the CPU controller, such as {@code /system.slice/shop.service}; empty if it could not be read
 */
public record Membership(String cpu, String memory, String io, String tasks) {
    public static final Membership UNKNOWN = new Membership("", "", "", "");

    private static final int MOST_LINES = 100;

    /** Whether one of its groups is this one or lies below it. */
    public boolean in(String group) {
        return Stream.of(cpu, memory, io, tasks).anyMatch(mine -> mine.equals(group) || mine.startsWith(group + "/"));
    }

    /** {@code 0::/system.slice/a.service} in version 2, {@code 3:cpu,cpuacct:/a} in version 1, or both beside each other. */
    static Membership parse(Content.Text text) {
        String[] lines = text.toString().split("\n", MOST_LINES);
        String unified = of(lines, "");
        return new Membership(
                or(of(lines, "cpu"), unified),
                or(of(lines, "memory"), unified),
                or(of(lines, "blkio"), unified),
                or(of(lines, "pids"), unified));
    }

    private static String of(String[] lines, String controller) {
        for (String line : lines) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && Arrays.asList(parts[1].split(",", -1)).contains(controller)) {
                return parts[2];
            }
        }
        return "";
    }

    private static String or(String found, String otherwise) {
        return found.isEmpty() ? otherwise : found;
    }
}
