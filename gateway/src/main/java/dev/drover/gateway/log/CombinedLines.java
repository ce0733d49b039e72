package dev.drover.gateway.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code client - - [time] "request" status bytes "referer" "agent"}, as Apache's {@code mod_log_config} defines "combined". */
final class CombinedLines implements LineForm {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private String text = "";

    @Override
    public void append(LogEntry entry, LineBuffer out) {
        out.add(entry.client())
                .add(" - - [")
                .add(time(entry.number(Layout.WALL)))
                .add("] \"");
        out.combined(entry, Layout.METHOD).add(' ').combined(entry, Layout.PATH);
        if (entry.hasQuery() && entry.length(Layout.QUERY) > 0) {
            out.add('?').combined(entry, Layout.QUERY);
        }
        out.add(' ').combined(entry, Layout.PROTOCOL).add("\" ");
        out.add(entry.status()).add(' ').add(entry.number(Layout.SENT)).add(" \"");
        out.combined(entry, Layout.REFERER)
                .add("\" \"")
                .combined(entry, Layout.AGENT)
                .add("\"\n");
    }

    private String time(long millis) {
        long now = Math.floorDiv(millis, 1000);
        if (now != second) {
            second = now;
            text = FORM.format(Instant.ofEpochSecond(now));
        }
        return text;
    }
}
