package dev.drover.model.keys;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers with and without units. */
final class Units {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long LARGEST = 1L << 40;

    static final Scalar<Duration> DURATION =
            Scalar.of("a duration such as 250ms, 2s, 5m or 1h", "^0*[1-9][0-9]{0,11}(ms|s|m|h)$", Units::duration);

    /** Bytes. */
    static final Scalar<Long> SIZE =
            Scalar.of("a size such as 512B, 64KiB, 10MiB or 1GiB", "^[0-9]{1,12}(B|KiB|MiB|GiB)$", Units::size);

    static final Scalar<Integer> PERCENT =
            Scalar.of("a percentage from 0% to 100%", "^0*(100|[1-9]?[0-9])%$", Units::percent);

    private Units() {}

    static Scalar<Integer> count(int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        return Scalar.of(
                expected,
                Json.object(
                        "type",
                        List.of("integer", "string"),
                        "minimum",
                        least,
                        "maximum",
                        most,
                        "pattern",
                        "^[0-9]{1,12}$"),
                (text, spot) -> whole(text, least, most, expected, spot));
    }

    static final Scalar<Double> LATITUDE = degrees(90);
    static final Scalar<Double> LONGITUDE = degrees(180);

    private static Scalar<Double> degrees(int most) {
        String expected = "degrees from -" + most + " to " + most;
        return Scalar.of(
                expected,
                Json.object(
                        "type",
                        List.of("number", "string"),
                        "minimum",
                        -most,
                        "maximum",
                        most,
                        "pattern",
                        "^[-+.0-9eE]+$"),
                (text, spot) -> degrees(text, most, expected, spot));
    }

    private static @Nullable Double degrees(String text, int most, String expected, Spot spot) {
        try {
            boolean plain = !text.isEmpty()
                    && text.length() < 32
                    && "0123456789+-.eE".contains(text.substring(text.length() - 1));
            double degrees = plain ? Double.parseDouble(text) : Double.NaN;
            return Math.abs(degrees) <= most ? (Double) degrees : spot.unfit(text, expected, "");
        } catch (NumberFormatException e) {
            return spot.unfit(text, expected, "");
        }
    }

    /** Digits before the unit. */
    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** A whole number of at most 12 digits, -1 if it is none. */
    static long number(String digits) {
        return digits.isEmpty() || digits.length() > 12 || digits(digits) != digits.length()
                ? -1
                : Long.parseLong(digits);
    }

    private static @Nullable Integer whole(String text, int least, int most, String expected, Spot spot) {
        long number = number(text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text);
        boolean fits =
                number >= 0 && !text.startsWith("-") && !text.startsWith("+") && number >= least && number <= most;
        if (fits) {
            return (int) number;
        }
        String fix = "";
        if (text.equals("off") && least <= 1) {
            fix = "remove the key: there is no limit without it";
        }
        return spot.unfit(text, expected, fix);
    }

    private static @Nullable Duration duration(String text, Spot spot) {
        int end = digits(text);
        long number = number(text.substring(0, end));
        Duration duration = switch (text.substring(end)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMillis(-1);
        };
        if (number <= 0 || duration.isNegative()) {
            return spot.unfit(text, DURATION.expected(), durationFix(text, number, text.substring(end)));
        }
        return duration.compareTo(LONGEST) > 0
                ? spot.unfit(text, DURATION.expected() + ", at most 365 days", "")
                : duration;
    }

    private static String durationFix(String text, long number, String unit) {
        if (number > 0) {
            return switch (unit.strip().toLowerCase(Locale.ROOT)) {
                case "" -> number + "s, or " + number + "ms";
                case "sec", "secs", "second", "seconds", "sek" -> number + "s";
                case "min", "mins", "minute", "minutes" -> number + "m";
                case "hour", "hours", "hr", "hrs" -> number + "h";
                case "d", "day", "days" -> number * 24 + "h";
                case "ms", "msec", "millis", "milliseconds" -> number + "ms";
                case "s", "m", "h" -> number + unit.strip().toLowerCase(Locale.ROOT);
                default -> compound(text);
            };
        }
        return "";
    }

    /** {@code 1m30s} is {@code 90s}; {@code 1.5s} is {@code 1500ms}. */
    private static String compound(String text) {
        try {
            Duration sum = Duration.parse("PT" + text);
            boolean whole = sum.toMillis() % 1000 == 0;
            return sum.isPositive() ? (whole ? sum.toSeconds() + "s" : sum.toMillis() + "ms") : "";
        } catch (DateTimeParseException | ArithmeticException e) {
            return "";
        }
    }

    private static @Nullable Long size(String text, Spot spot) {
        int end = digits(text);
        long number = number(text.substring(0, end));
        int shift = switch (text.substring(end)) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
        };
        if (number < 0 || shift < 0) {
            return spot.unfit(text, SIZE.expected(), number < 0 ? "" : sizeFix(number, text.substring(end)));
        }
        return number > LARGEST >> shift
                ? spot.unfit(text, SIZE.expected() + ", at most 1024GiB", "")
                : (Long) (number << shift);
    }

    private static String sizeFix(long number, String unit) {
        return switch (unit.strip().toLowerCase(Locale.ROOT)) {
            case "" -> number + "B";
            case "b", "byte", "bytes" -> number + "B";
            case "k", "kb", "kib" -> number + "KiB";
            case "m", "mb", "mib" -> number + "MiB";
            case "g", "gb", "gib" -> number + "GiB";
            default -> "";
        };
    }

    private static @Nullable Integer percent(String text, Spot spot) {
        long number = text.endsWith("%") ? number(text.substring(0, text.length() - 1)) : -1;
        if (number >= 0 && number <= 100) {
            return (int) number;
        }
        long bare = number(text);
        return spot.unfit(text, PERCENT.expected(), bare >= 0 && bare <= 100 ? bare + "%" : share(text));
    }

    /** {@code 0.3} is {@code 30%}. */
    private static String share(String text) {
        if (text.startsWith("0.") && text.length() == 3 && number(text.substring(2)) >= 0) {
            return text.substring(2) + "0%";
        }
        return text.startsWith("0.") && text.length() == 4 && number(text.substring(2)) >= 0
                ? number(text.substring(2)) + "%"
                : "";
    }
}
