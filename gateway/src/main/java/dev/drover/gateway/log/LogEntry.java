package dev.drover.gateway.log;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Timeline;
import dev.drover.plane.Tail;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/** A view of one entry in a ring. Used again; by the log's thread only. */
final class LogEntry {
    private static final HexFormat HEX = HexFormat.of();

    private byte[] bytes = {};
    private int offset;
    private final int[] starts = new int[Layout.COUNT];
    private final int[] lengths = new int[Layout.COUNT];

    LogEntry at(byte[] ring, int position) {
        bytes = ring;
        offset = position;
        int next = position + Layout.TEXTS;
        for (int i = 0; i < Layout.COUNT; i++) {
            lengths[i] = (short) Layout.SHORT.get(ring, next);
            starts[i] = next + 2;
            next += 2 + lengths[i];
        }
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int text) {
        return starts[text];
    }

    int length(int text) {
        return lengths[text];
    }

    long number(int field) {
        return (long) Layout.LONG.get(bytes, offset + field);
    }

    int status() {
        return (short) Layout.SHORT.get(bytes, offset + Layout.STATUS);
    }

    int attempts() {
        return bytes[offset + Layout.ATTEMPTS];
    }

    Notes.End end() {
        return Notes.End.of(bytes[offset + Layout.END]);
    }

    boolean hasQuery() {
        return ((int) Layout.INT.get(bytes, offset + Layout.FLAGS) & Layout.HAS_QUERY) != 0;
    }

    long nanos(Timeline.State state) {
        return number(Layout.STATES + 8 * state.index());
    }

    /** Spelled as RFC 5952 wants it. */
    String client() {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(
                    Arrays.copyOfRange(bytes, starts[Layout.CLIENT], starts[Layout.CLIENT] + lengths[Layout.CLIENT])));
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    private String text(int index) {
        return new String(bytes, starts[index], lengths[index], StandardCharsets.ISO_8859_1);
    }

    private String hex(int field) {
        return HEX.toHexDigits(number(field)) + HEX.toHexDigits(number(field + 8));
    }

    /** A copy for watchers. */
    Tail.Line line() {
        var stages = new LinkedHashMap<String, Duration>();
        for (Timeline.State state : Timeline.State.values()) {
            if (nanos(state) > 0) {
                stages.put(state.label(), Duration.ofNanos(nanos(state)));
            }
        }
        return new Tail.Line(
                Instant.ofEpochMilli(number(Layout.WALL)),
                lengths[Layout.GIVEN_ID] > 0 ? text(Layout.GIVEN_ID) : hex(Layout.ID),
                hex(Layout.TRACE),
                client(),
                text(Layout.METHOD),
                text(Layout.HOST),
                hasQuery() ? text(Layout.PATH) + "?" + text(Layout.QUERY) : text(Layout.PATH),
                status(),
                number(Layout.RECEIVED),
                number(Layout.SENT),
                Duration.ofNanos(number(Layout.TOTAL)),
                text(Layout.ROUTE),
                text(Layout.SERVICE),
                text(Layout.INSTANCE),
                attempts(),
                end().label(),
                stages);
    }
}
