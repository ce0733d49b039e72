package dev.drover.registry.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Durations as Go writes them, {@code 1h15m30.918s} (pkg.go.dev/time, {@code ParseDuration} and {@code Duration.String}): decimal
 * numbers, each with a unit, up to about 292 years.
 */
public final class GoDuration {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** More digits than any duration has. A longer text would only cost time. */
    private static final int LONGEST_TEXT = 200;

    private GoDuration() {}

    /** @throws BadDuration with Go's message */
    public static Duration parse(String text) throws BadDuration {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String rest = signed ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty() || text.length() > LONGEST_TEXT) {
            throw invalid(text);
        }
        var sum = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int number = number(rest, at);
            BigDecimal count = decimal(rest.substring(at, number));
            if (count == null) {
                throw invalid(text);
            }
            int end = unit(rest, number);
            String unit = rest.substring(number, end);
            if (unit.isEmpty()) {
                throw new BadDuration("time: missing unit in duration \"" + text + "\"");
            }
            Long nanos = NANOS.get(unit);
            if (nanos == null) {
                throw new BadDuration("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
            }
            sum = sum.add(count.multiply(BigDecimal.valueOf(nanos)).setScale(0, RoundingMode.DOWN));
            at = end;
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(text.startsWith("-") ? -sum.longValueExact() : sum.longValueExact());
    }

    private static BadDuration invalid(String text) {
        return new BadDuration("time: invalid duration \"" + text + "\"");
    }

    /** The end of digits with perhaps a point among them. */
    private static int number(String text, int from) {
        int end = digits(text, from);
        return end < text.length() && text.charAt(end) == '.' ? digits(text, end + 1) : end;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int unit(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '.' && !isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable BigDecimal decimal(String digits) {
        return digits.isEmpty() || digits.equals(".") ? null : new BigDecimal("0" + digits + (digits.endsWith(".") ? "0" : ""));
    }

    /** As Go prints it: {@code 0s}, {@code 1.5ms}, {@code 1m0s}, {@code 2h3m4.5s}. */
    public static String text(Duration duration) {
        String sign = duration.isNegative() ? "-" : "";
        Duration d = duration.abs();
        if (d.isZero()) {
            return "0s";
        }
        long nanos = d.toNanos();
        if (nanos < 1_000_000_000L) {
            return sign + (nanos < 1_000 ? nanos + "ns" : nanos < 1_000_000 ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms");
        }
        long hours = d.toHours();
        String seconds = decimal(d.toSecondsPart() * 1_000_000_000L + d.toNanosPart(), 9) + "s";
        return sign
                + (hours > 0 ? hours + "h" : "")
                + (hours > 0 || d.toMinutesPart() > 0 ? d.toMinutesPart() + "m" : "")
                + seconds;
    }

    private static String decimal(long value, int places) {
        return BigDecimal.valueOf(value, places).stripTrailingZeros().toPlainString();
    }
}
