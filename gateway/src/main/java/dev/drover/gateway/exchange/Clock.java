package dev.drover.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line (RFC 9110 section 6.6.1), made once a second. */
final class Clock {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final InstantSource wall;
    private long second = -1;
    private byte[] line = new byte[0];

    Clock(InstantSource wall) {
        this.wall = wall;
    }

    /** {@code Date: Sun, 06 Nov 1994 08:49:37 GMT} and CRLF; not to be changed. */
    byte[] line() {
        long now = wall.millis() / 1000;
        if (now != second) {
            second = now;
            var moment = ZonedDateTime.ofInstant(java.time.Instant.ofEpochSecond(now), ZoneOffset.UTC);
            line = ("Date: " + FORM.format(moment) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        return line;
    }
}
