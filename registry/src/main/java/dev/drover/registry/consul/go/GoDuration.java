package dev.drover.registry.consul.go;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span of time as {@code time.ParseDuration} reads it and {@code Duration.String} writes it: {@code 1h30m}, {@code 1.5s},
 * {@code -10ms}; at most 2^63-1 nanoseconds, about 292 years.
 */
public final class GoDuration {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", SECOND,
            "m", 60 * SECOND,
            "h", 3600 * SECOND);

    private GoDuration() {}

    public static Duration parse(String text) throws Unreadable {
        int at = 0;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            at++;
        }
        if (text.substring(at).equals("0")) {
            return Duration.ZERO;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        BigInteger nanos = BigInteger.ZERO;
        while (at < text.length()) {
            int unit = skipNumber(text, at);
            int end = unit;
            while (end < text.length() && text.charAt(end) != '.' && !digit(text.charAt(end))) {
                end++;
            }
            nanos = nanos.add(part(text, text.substring(at, unit), text.substring(unit, end)));
            at = end;
        }
        if (nanos.compareTo(MOST) > 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
    }

    private static int skipNumber(String text, int from) throws Unreadable {
        int at = from;
        int digits = 0;
        boolean point = false;
        while (at < text.length() && (digit(text.charAt(at)) || (text.charAt(at) == '.' && !point))) {
            point |= text.charAt(at) == '.';
            digits += digit(text.charAt(at)) ? 1 : 0;
            at++;
        }
        if (digits == 0) {
            throw invalid(text);
        }
        return at;
    }

    private static BigInteger part(String text, String number, String unit) throws Unreadable {
        if (unit.isEmpty()) {
            throw new Unreadable("time: missing unit in duration \"" + text + "\"");
        }
        @Nullable Long nanos = UNITS.get(unit);
        if (nanos == null) {
            throw new Unreadable("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
        }
        String whole = number.startsWith(".") ? "0" + number : number;
        if (whole.length() > 40) {
            throw invalid(text);
        }
        return new BigDecimal(whole.endsWith(".") ? whole + "0" : whole)
                .multiply(BigDecimal.valueOf(nanos))
                .toBigInteger();
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Unreadable invalid(String text) {
        return new Unreadable("time: invalid duration \"" + text + "\"");
    }

    /** {@code 1h0m0s}, {@code 1m30s}, {@code 1.5s}, {@code 250ms}, {@code 0s}. */
    public static String text(Duration span) {
        long nanos = span.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long size = Math.abs(nanos);
        if (size < SECOND) {
            return sign + below(size);
        }
        long seconds = size / SECOND;
        String rest = plain(BigDecimal.valueOf(size % (60 * SECOND), 9)) + "s";
        String minutes = seconds >= 60 ? seconds / 60 % 60 + "m" : "";
        String hours = seconds >= 3600 ? seconds / 3600 + "h" : "";
        return sign + hours + minutes + rest;
    }

    private static String below(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000
                ? plain(BigDecimal.valueOf(nanos, 3)) + "\u00b5s"
                : plain(BigDecimal.valueOf(nanos, 6)) + "ms";
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
