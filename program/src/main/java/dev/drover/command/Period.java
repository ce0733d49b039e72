package dev.drover.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Which part of what was kept is looked at: from a time of day on, or the last part of it, or all.
 *
 * @param date nothing: the first day that has this time
 */
record Period(
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable Duration span,
        ZoneId zone) {
    private static final Duration USUAL = Duration.ofMinutes(5);

    static Period all(ZoneId zone) {
        return new Period(null, null, null, zone);
    }

    /** Of {@code --at} and {@code --for} as typed. */
    static Period of(@Nullable String at, @Nullable String span, ZoneId zone) throws Failure {
        Duration length = span == null ? null : Times.span(span);
        if (at == null) {
            return new Period(null, null, length, zone);
        }
        String typed = at.strip().replace(' ', 'T');
        try {
            if (typed.contains("T")) {
                var moment = LocalDateTime.parse(typed);
                return new Period(moment.toLocalDate(), moment.toLocalTime(), length, zone);
            }
            return new Period(null, LocalTime.parse(typed), length, zone);
        } catch (DateTimeException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: --at " + at + " (expected: a time of day such as 14:05, or 2026-05-30T14:05)");
        }
    }

    boolean isAll() {
        return time == null && span == null;
    }

    /** Whether it is counted from the end of what was kept. */
    boolean isLast() {
        return time == null && span != null;
    }

    Duration length() {
        return span == null ? USUAL : span;
    }

    /** Where it begins in data that begins there. */
    Instant start(Instant begins) {
        if (time == null) {
            return begins;
        }
        if (date != null) {
            return date.atTime(time).atZone(zone).toInstant();
        }
        LocalDate day = LocalDate.ofInstant(begins, zone);
        Instant start = day.atTime(time).atZone(zone).toInstant();
        return start.plus(length()).isBefore(begins)
                ? day.plusDays(1).atTime(time).atZone(zone).toInstant()
                : start;
    }
}
