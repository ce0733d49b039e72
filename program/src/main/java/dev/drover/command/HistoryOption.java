package dev.drover.command;

import dev.drover.observe.history.Keeping;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much of what the host goes through is kept, as typed: {@code off}, or {@code memory=24M,disk=128M,days=7,every=30s}. */
final class HistoryOption {
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,4})(K|M|G)?");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,2}");
    private static final long LEAST = 1 << 20;

    private HistoryOption() {}

    /** Null if nothing is to be watched. */
    static @Nullable Keeping parse(String text) throws Failure {
        if (text.equals("off")) {
            return null;
        }
        Keeping keeping = Keeping.STANDARD;
        if (text.equals("on")) {
            return keeping;
        }
        for (String part : text.split(",", -1)) {
            String[] pair = part.split("=", 2);
            keeping = with(keeping, pair[0], pair.length == 2 ? pair[1] : "");
        }
        return keeping;
    }

    private static Keeping with(Keeping k, String name, String value) throws Failure {
        return switch (name) {
            case "memory" ->
                new Keeping(size(name, value, false), k.memoryAge(), k.diskEvery(), k.diskBytes(), k.diskAge());
            case "disk" ->
                new Keeping(k.memoryBytes(), k.memoryAge(), k.diskEvery(), size(name, value, true), k.diskAge());
            case "days" -> {
                if (!DAYS.matcher(value).matches()) {
                    throw bad("days=" + value, "a whole number from 1 to 999, such as days=7");
                }
                yield new Keeping(
                        k.memoryBytes(),
                        k.memoryAge(),
                        k.diskEvery(),
                        k.diskBytes(),
                        Duration.ofDays(Integer.parseInt(value)));
            }
            case "every" -> new Keeping(k.memoryBytes(), k.memoryAge(), Times.span(value), k.diskBytes(), k.diskAge());
            default -> throw bad(name, "off, or some of memory, disk, days, every");
        };
    }

    private static long size(String name, String value, boolean orNothing) throws Failure {
        Matcher size = SIZE.matcher(value);
        if (size.matches()) {
            String unit = size.group(2) == null ? "" : size.group(2);
            int shift = switch (unit) {
                case "K" -> 10;
                case "M" -> 20;
                case "G" -> 30;
                default -> 0;
            };
            long bytes = Long.parseLong(size.group(1)) << shift;
            if (bytes >= LEAST || (bytes == 0 && orNothing)) {
                return bytes;
            }
        }
        throw bad(
                name + "=" + value,
                "a size of 1M or more" + (orNothing ? ", or 0" : "") + ", such as " + name + "=64M");
    }

    private static Failure bad(String what, String expected) {
        return new Failure(ExitCode.BAD_INPUT, "drover: --history: " + what + " (expected: " + expected + ")");
    }
}
