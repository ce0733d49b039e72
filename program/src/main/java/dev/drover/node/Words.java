package dev.drover.node;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants and durations as operators write them. */
final class Words {
    private static final int FEW = 10;

    private Words() {}

    /** {@code FORCED_UP} is {@code forced up}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The first few of many names, for a message. */
    static String few(Collection<String> names) {
        String shown = names.stream().limit(FEW).collect(Collectors.joining(", "));
        return names.size() <= FEW ? shown : shown + " and " + (names.size() - FEW) + " more";
    }

    /** {@code 250ms}, {@code 2s}, {@code 1m30s}, {@code 1h}. */
    static String of(Duration time) {
        long millis = time.toMillis();
        if (millis % 1000 != 0) {
            return millis < 10_000 ? millis + "ms" : time.toSeconds() + "s";
        }
        long seconds = time.toSeconds();
        if (seconds >= 3600 && seconds % 60 == 0) {
            return seconds / 3600 + "h" + (seconds % 3600 == 0 ? "" : seconds % 3600 / 60 + "m");
        }
        if (seconds >= 60) {
            return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
        }
        return seconds + "s";
    }
}
