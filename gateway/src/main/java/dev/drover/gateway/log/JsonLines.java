package dev.drover.gateway.log;

import dev.drover.gateway.stage.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A JSON object per line; times in seconds, sizes in bytes. Names that are empty are left out. */
final class JsonLines implements LineForm {
    private static final byte[] TIME = ascii("{\"time\":\"");
    private static final byte[] ID = ascii("\",\"id\":\"");
    private static final byte[] TRACE = ascii("\",\"trace\":\"");
    private static final byte[] CLIENT = ascii("\",\"client\":\"");
    private static final byte[] METHOD = ascii("\",\"method\":\"");
    private static final byte[] SCHEME = ascii("\",\"scheme\":\"");
    private static final byte[] HOST = ascii("\",\"host\":\"");
    private static final byte[] TARGET = ascii("\",\"target\":\"");
    private static final byte[] PROTOCOL = ascii("\",\"protocol\":\"");
    private static final byte[] STATUS = ascii("\",\"status\":");
    private static final byte[] RECEIVED = ascii(",\"received\":");
    private static final byte[] SENT = ascii(",\"sent\":");
    private static final byte[] SECONDS = ascii(",\"seconds\":");
    private static final byte[] END = ascii(",\"end\":\"");
    private static final byte[] STAGES = ascii(",\"stages\":{");
    private static final byte[] REFERER = ascii(",\"referer\":\"");
    private static final byte[] AGENT = ascii(",\"agent\":\"");
    private static final byte[] ROUTE = ascii(",\"route\":\"");
    private static final byte[] SERVICE = ascii(",\"service\":\"");
    private static final byte[] INSTANCE = ascii(",\"instance\":\"");

    private static final Timeline.State[] STATES = Timeline.State.values();
    /** By state, its key. */
    private static final byte[][] LABELS = labels();

    private long second = Long.MIN_VALUE;
    private String upToSeconds = "";

    @Override
    public void append(LogEntry entry, LineBuffer out) {
        out.add(TIME);
        time(entry.number(Layout.WALL), out);
        out.add(ID);
        id(entry, out);
        out.add(TRACE).hex(entry.number(Layout.TRACE)).hex(entry.number(Layout.TRACE + 8));
        out.add(CLIENT).client(entry);
        out.add(METHOD).json(entry, Layout.METHOD);
        out.add(SCHEME).json(entry, Layout.SCHEME);
        out.add(HOST).json(entry, Layout.HOST);
        out.add(TARGET).json(entry, Layout.PATH);
        if (entry.hasQuery()) {
            out.add('?').json(entry, Layout.QUERY);
        }
        out.add(PROTOCOL).json(entry, Layout.PROTOCOL);
        out.add(STATUS).add(entry.status());
        out.add(RECEIVED).add(entry.number(Layout.RECEIVED));
        out.add(SENT).add(entry.number(Layout.SENT));
        out.add(SECONDS).seconds(entry.number(Layout.TOTAL));
        destination(entry, out);
        stages(entry, out);
        name(entry, Layout.REFERER, REFERER, out);
        name(entry, Layout.AGENT, AGENT, out);
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
        name(entry, Layout.ROUTE, ROUTE, out);
        name(entry, Layout.SERVICE, SERVICE, out);
        name(entry, Layout.INSTANCE, INSTANCE, out);
        if (entry.attempts() > 1) {
            out.add(",\"attempts\":").add(entry.attempts());
        }
        out.add(END).add(entry.end().label()).add('"');
    }

    private static void name(LogEntry entry, int text, byte[] key, LineBuffer out) {
        if (entry.length(text) > 0) {
            out.add(key).json(entry, text).add('"');
        }
    }

    private static void stages(LogEntry entry, LineBuffer out) {
        out.add(STAGES);
        boolean isFirst = true;
        for (Timeline.State state : STATES) {
            long nanos = entry.nanos(state);
            if (nanos > 0) {
                if (!isFirst) {
                    out.add(',');
                }
                out.add(LABELS[state.index()]).seconds(nanos);
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[][] labels() {
        var labels = new byte[STATES.length][];
        for (Timeline.State state : STATES) {
            labels[state.index()] = ascii("\"" + state.label() + "\":");
        }
        return labels;
    }
}
