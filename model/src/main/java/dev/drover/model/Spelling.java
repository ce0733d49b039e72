package dev.drover.model;

import java.net.InetAddress;
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

    /** IPv4 as usual, IPv6 with the longest run of zeros left out (RFC 5952). */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int from = 0;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && groups[run] == 0) {
                run++;
            }
            if (run - i > longest) {
                from = i;
                longest = run - i;
            }
        }
        return text(groups, from, longest);
    }

    /** A run of one zero is written out. */
    private static String text(int[] groups, int from, int zeros) {
        var text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (zeros > 1 && i == from) {
                text.append("::");
                i += zeros - 1;
            } else {
                boolean colon = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
                text.append(colon ? ":" : "").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
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
