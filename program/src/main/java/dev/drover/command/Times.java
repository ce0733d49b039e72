package dev.drover.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments and spans for reading, and spans as typed. */
final class Times {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Pattern MOMENT =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z\\b");
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,6})(s|m|h)");

    private Times() {}

    static String precise(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    /** The time of day if it is today, else with the date. */
    static String at(Instant at, Instant now, ZoneId zone) {
        ZonedDateTime there = at.atZone(zone);
        boolean today = there.toLocalDate().equals(LocalDate.ofInstant(now, zone));
        return (today ? SECONDS : DAY).format(there);
    }

    /** Replaces moments within a text, written as ISO 8601 in UTC, by what {@link #precise} says of them. */
    static String local(String text, ZoneId zone) {
        return MOMENT.matcher(text).replaceAll(found -> precise(Instant.parse(found.group()), zone));
    }

    static String date(Instant at, ZoneId zone) {
        return DAY.format(at.atZone(zone));
    }

    /** {@code 5s}, {@code 12m}, {@code 3h}, {@code 4d}. */
    static String since(Instant at, Instant now) {
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** A moment as typed: a time of day means the last one that has been, without a zone it is that of the reader. */
    static Instant moment(String text, Instant now, ZoneId zone) throws Failure {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            if (text.indexOf('T') > 0) {
                return LocalDateTime.parse(text).atZone(zone).toInstant();
            }
            ZonedDateTime today =
                    LocalTime.parse(text).atDate(LocalDate.ofInstant(now, zone)).atZone(zone);
            return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
        } catch (DateTimeParseException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: " + text + " (expected: a moment, such as 14:05, 14:05:30 or 2030-01-31T14:05)");
        }
    }

    static Duration span(String text) throws Failure {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: " + text + " (expected: a whole number with s, m or h, such as 60s)");
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> throw new IllegalStateException(text);
        };
    }
}
