package dev.drover.gateway.log;

import dev.drover.gateway.stage.Timeline;
import java.time.Instant;

/** A JSON object per line; times in seconds, sizes in bytes. Names that are empty are left out. */
final class JsonLines implements LineForm {
    private static final Timeline.State[] STATES = Timeline.State.values();

    private long second = Long.MIN_VALUE;
    private String upToSeconds = "";

    @Override
    public void append(LogEntry entry, LineBuffer out) {
        out.add("{\"time\":\"");
        time(entry.number(Layout.WALL), out);
        out.add("\",\"id\":\"");
        id(entry, out);
        out.add("\",\"trace\":\"").hex(entry.number(Layout.TRACE)).hex(entry.number(Layout.TRACE + 8));
        out.add("\",\"client\":\"").client(entry);
        out.add("\",\"method\":\"").json(entry, Layout.METHOD);
        out.add("\",\"scheme\":\"").json(entry, Layout.SCHEME);
        out.add("\",\"host\":\"").json(entry, Layout.HOST);
        out.add("\",\"target\":\"").json(entry, Layout.PATH);
        if (entry.hasQuery()) {
            out.add('?').json(entry, Layout.QUERY);
        }
        out.add("\",\"protocol\":\"").json(entry, Layout.PROTOCOL);
        out.add("\",\"status\":").add(entry.status());
        out.add(",\"received\":").add(entry.number(Layout.RECEIVED));
        out.add(",\"sent\":").add(entry.number(Layout.SENT));
        out.add(",\"seconds\":").seconds(entry.number(Layout.TOTAL));
        destination(entry, out);
        stages(entry, out);
        name(entry, Layout.REFERER, ",\"referer\":\"", out);
        name(entry, Layout.AGENT, ",\"agent\":\"", out);
        out.add("}\n");
    }

    private static void id(LogEntry entry, LineBuffer out) {
        if (entry.length(Layout.GIVEN_ID) > 0) {
            out.json(entry, Layout.GIVEN_ID);
        } else {
            out.hex(entry.number(Layout.ID)).hex(entry.number(Layout.ID + 8));
        }
    }

    private static void destination(LogEntry entry, LineBuffer out) {
        name(entry, Layout.ROUTE, ",\"route\":\"", out);
        name(entry, Layout.SERVICE, ",\"service\":\"", out);
        name(entry, Layout.INSTANCE, ",\"instance\":\"", out);
        if (entry.attempts() > 1) {
            out.add(",\"attempts\":").add(entry.attempts());
        }
        out.add(",\"end\":\"").add(entry.end().label()).add('"');
    }

    private static void name(LogEntry entry, int text, String key, LineBuffer out) {
        if (entry.length(text) > 0) {
            out.add(key).json(entry, text).add('"');
        }
    }

    private static void stages(LogEntry entry, LineBuffer out) {
        out.add(",\"stages\":{");
        boolean isFirst = true;
        for (Timeline.State state : STATES) {
            long nanos = entry.nanos(state);
            if (nanos > 0) {
                out.add(isFirst ? "\"" : ",\"").add(state.label()).add("\":").seconds(nanos);
                isFirst = false;
            }
        }
        out.add('}');
    }

    private void time(long millis, LineBuffer out) {
        long now = Math.floorDiv(millis, 1000);
        if (now != second) {
            second = now;
            String whole = Instant.ofEpochSecond(now).toString();
            upToSeconds = whole.substring(0, whole.length() - 1);
        }
        long rest = Math.floorMod(millis, 1000L);
        out.add(upToSeconds).add('.').add((char) ('0' + rest / 100)).add((char) ('0' + rest / 10 % 10));
        out.add((char) ('0' + rest % 10)).add('Z');
    }
}
