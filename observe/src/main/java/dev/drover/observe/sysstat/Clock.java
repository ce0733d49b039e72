package dev.drover.observe.sysstat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a file tells the time: in UTC, unless {@code sadf} was run with {@code -t} or {@code -T}; then in the zone its header names.
 *
 * @param zone nothing if the header's name of it means nothing to us
 */
record Clock(@Nullable ZoneId zone) {
    static final Clock UTC = new Clock(ZoneOffset.UTC);

    /** Names such as {@code UTC}, {@code Europe/Berlin}, {@code CEST}. */
    static Clock of(String zone) {
        try {
            return new Clock(ZoneId.of(zone));
        } catch (DateTimeException e) {
            return new Clock(abbreviated(zone));
        }
    }

    private static @Nullable ZoneId abbreviated(String zone) {
        try {
            return ZoneId.from(DateTimeFormatter.ofPattern("z", Locale.ENGLISH).parse(zone));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The moment of a timestamp or a restart; nothing if it tells none. {@code tz} took the place of {@code utc} in 12.7. */
    @Nullable
    Instant read(Section told) {
        try {
            LocalDate date = LocalDate.parse(told.text("date"));
            LocalTime time = LocalTime.parse(told.text("time"));
            boolean utc = told.text("utc").equals("1") || told.text("tz").equals("UTC");
            ZoneId there = utc || !(told.has("utc") || told.has("tz")) ? ZoneOffset.UTC : zone;
            return there == null ? null : ZonedDateTime.of(date, time, there).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
