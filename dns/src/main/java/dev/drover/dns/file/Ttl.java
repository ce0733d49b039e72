package dev.drover.dns.file;

import java.util.OptionalInt;

/** Times as zone files write them: seconds, or numbers with units as BIND knows them, {@code 1h30m}. */
final class Ttl {
    private Ttl() {}

    /** Seconds from 0 to 2^31-1 (RFC 2181 section 8); empty for a text that is none. */
    static OptionalInt parse(String text) {
        long total = 0;
        long number = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = Character.toLowerCase(text.charAt(i));
            if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + c - '0';
            } else {
                long unit = unit(c);
                if (unit == 0 || number < 0) {
                    return OptionalInt.empty();
                }
                total += number * unit;
                number = -1;
            }
            if (total > Integer.MAX_VALUE || number > Integer.MAX_VALUE) {
                return OptionalInt.empty();
            }
        }
        boolean mixed = number >= 0 && total > 0;
        total += Math.max(number, 0);
        boolean fits = !text.isEmpty() && !mixed && total <= Integer.MAX_VALUE;
        return fits ? OptionalInt.of((int) total) : OptionalInt.empty();
    }

    private static long unit(char c) {
        return switch (c) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 0;
        };
    }
}
