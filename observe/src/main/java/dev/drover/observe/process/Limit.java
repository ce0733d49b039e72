package dev.drover.observe.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One limit of {@code /proc/PID/limits} (getrlimit(2)) beside what is used of it.
 *
 * @param name such as {@code open files}
 * @param soft where the kernel refuses; empty for none
 * @param hard how far the process may raise it by itself
 * @param unit such as {@code bytes}; may be empty
 * @param used in the same unit
 */
public record Limit(String name, OptionalLong soft, OptionalLong hard, String unit, Measured<Long> used) {
    private static final int MOST = 64;
    private static final int NAME = 25;
    private static final Measured<Long> NO_USE = Measured.not("the kernel does not tell its use");

    Limit used(Measured<Long> use) {
        return new Limit(name, soft, hard, unit, use);
    }

    /** From 0 to 1; nothing without a limit or without knowing its use. */
    public Measured<Double> full() {
        return soft.isEmpty()
                ? Measured.not("no limit")
                : used.map(now -> Math.min(1, now / (double) Math.max(1, soft.getAsLong())));
    }

    /** {@code Max open files            1024                 524288               files     }: the name takes 25 columns. */
    static Measured<List<Limit>> parse(byte[] bytes) {
        var limits = new ArrayList<Limit>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", MOST)) {
            if (line.startsWith("Max ") && line.length() > NAME) {
                var rest = new Cursor(line.substring(NAME).getBytes(StandardCharsets.UTF_8));
                OptionalLong soft = value(rest);
                OptionalLong hard = value(rest);
                String unit = rest.word();
                if (rest.bad()) {
                    return Measured.not("line " + (limits.size() + 2) + " is not understood");
                }
                limits.add(new Limit(line.substring(4, NAME).strip(), soft, hard, unit, NO_USE));
            }
        }
        return limits.isEmpty() ? Measured.not("no line of a limit") : Measured.of(List.copyOf(limits));
    }

    private static OptionalLong value(Cursor line) {
        line.blanks();
        return line.skip("unlimited") ? OptionalLong.empty() : OptionalLong.of(line.number());
    }
}
