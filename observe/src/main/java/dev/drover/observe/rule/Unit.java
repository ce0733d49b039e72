package dev.drover.observe.rule;

import java.util.Locale;

/** The unit of a number in evidence, and how it is shown to people. */
public enum Unit {
    /** Shown as a percentage; the number itself goes from 0 to 1. */
    SHARE,
    PER_SECOND,
    COUNT,
    CPUS,
    SECONDS,
    MILLISECONDS,
    BYTES,
    BYTES_PER_SECOND;

    public String show(double value) {
        return switch (this) {
            case SHARE -> number(value * 100) + " %";
            case PER_SECOND -> number(value) + "/s";
            case COUNT -> number(value);
            case CPUS -> String.format(Locale.ROOT, "%.2f CPUs", value);
            case SECONDS -> number(value) + " s";
            case MILLISECONDS -> number(value) + " ms";
            case BYTES -> bytes(value);
            case BYTES_PER_SECOND -> bytes(value) + "/s";
        };
    }

    /** Whole from ten up, one digit behind the point from one up, two below. */
    private static String number(double value) {
        double shown = Math.abs(value);
        if (shown >= 10 || shown == Math.rint(shown)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, shown >= 1 ? "%.1f" : "%.2f", value);
    }

    private static String bytes(double value) {
        String[] names = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int i = 0;
        double shown = value;
        while (Math.abs(shown) >= 1024 && i < names.length - 1) {
            shown /= 1024;
            i++;
        }
        return number(shown) + " " + names[i];
    }
}
