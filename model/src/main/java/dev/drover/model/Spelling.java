package dev.drover.model;

import java.time.Duration;

/** Values with units as {@code drover.yaml} spells them. */
public final class Spelling {
    private Spelling() {}

    /** The largest unit that needs no fraction: {@code 250ms}, {@code 90s}, {@code 5m}, {@code 1h}; zero is {@code off}. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "off";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + "m" : seconds + "s";
    }

    /** The largest unit that needs no fraction: {@code 512B}, {@code 10MiB}. */
    public static String ofBytes(long bytes) {
        if (bytes == 0) {
            return "0B";
        }
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes % 1024 == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
}
