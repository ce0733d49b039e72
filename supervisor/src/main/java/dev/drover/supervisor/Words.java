package dev.drover.supervisor;

import java.time.Duration;

/** Durations as the file spells them. */
final class Words {
    private Words() {}

    /** {@code 250ms}, {@code 30s}, {@code 5m}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
