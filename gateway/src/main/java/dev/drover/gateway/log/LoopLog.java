package dev.drover.gateway.log;

import dev.drover.gateway.measure.Count;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.gateway.stage.Timeline;
import dev.drover.gateway.stage.TraceId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One event loop's end of the access log. */
public final class LoopLog {
    private static final byte[] REFERER = "referer".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AGENT = "user-agent".getBytes(StandardCharsets.US_ASCII);
    private static final Timeline.State[] STATES = Timeline.State.values();
    private static final int MOST = Layout.TEXTS + Layout.COUNT * (2 + Layout.LONGEST);

    private final LogRing ring;
    private final Runnable wake;
    private final Count dropped = new Count();
    private int at;

    LoopLog(LogRing ring, Runnable wake) {
        this.ring = ring;
        this.wake = wake;
    }

    /** Notes a request that ended; never waits. Empty names stand for none. */
    public void ended(Request request, String route, String service, String instance, long wallMillis) {
        int offset = ring.reserve(MOST);
        if (offset < 0) {
            dropped.add(1);
            return;
        }
        byte[] bytes = ring.bytes();
        numbers(request, bytes, offset, wallMillis);
        at = offset + Layout.TEXTS;
        put(bytes, request.client().getAddress());
        if (request.notes().unreadable()) {
            for (int i = Layout.METHOD; i <= Layout.AGENT; i++) {
                length(bytes, 0);
            }
        } else {
            head(request, bytes);
        }
        put(bytes, route);
        put(bytes, service);
        put(bytes, instance);
        put(bytes, request.notes().trace().given());
        int size = (at - offset + 7) & ~7;
        Layout.INT.set(bytes, offset, size);
        if (ring.publish(size)) {
            wake.run();
        }
    }

    private void head(Request request, byte[] bytes) {
        put(bytes, request.method());
        put(bytes, request.scheme());
        put(bytes, request.protocol());
        put(bytes, request.host());
        put(bytes, request.path());
        put(bytes, request.query());
        put(bytes, request.field(REFERER));
        put(bytes, request.field(AGENT));
    }

    private static void numbers(Request request, byte[] bytes, int offset, long wallMillis) {
        Notes notes = request.notes();
        TraceId trace = notes.trace();
        Layout.SHORT.set(bytes, offset + Layout.STATUS, (short) notes.status());
        bytes[offset + Layout.END] = (byte) notes.end().code();
        bytes[offset + Layout.ATTEMPTS] = (byte) Math.min(notes.attempts(), Byte.MAX_VALUE);
        Layout.LONG.set(bytes, offset + Layout.WALL, wallMillis);
        Layout.LONG.set(bytes, offset + Layout.ID, trace.high());
        Layout.LONG.set(bytes, offset + Layout.ID + 8, trace.low());
        Layout.LONG.set(bytes, offset + Layout.TRACE, trace.traceHigh());
        Layout.LONG.set(bytes, offset + Layout.TRACE + 8, trace.traceLow());
        Layout.LONG.set(bytes, offset + Layout.RECEIVED, notes.received());
        Layout.LONG.set(bytes, offset + Layout.SENT, notes.sent());
        Layout.LONG.set(bytes, offset + Layout.TOTAL, notes.timeline().total());
        for (Timeline.State state : STATES) {
            long nanos = notes.timeline().nanos(state);
            Layout.LONG.set(bytes, offset + Layout.STATES + 8 * state.index(), nanos);
        }
        Layout.INT.set(
                bytes,
                offset + Layout.FLAGS,
                !request.notes().unreadable() && request.hasQuery() ? Layout.HAS_QUERY : 0);
    }

    private void put(byte[] bytes, byte[] text) {
        int length = length(bytes, text.length);
        System.arraycopy(text, 0, bytes, at, length);
        at += length;
    }

    private void put(byte[] bytes, @Nullable Text text) {
        if (text == null) {
            length(bytes, 0);
            return;
        }
        int length = length(bytes, text.length());
        text.copy(0, bytes, at, length);
        at += length;
    }

    /** Names of ours and methods: ASCII, and short. */
    private void put(byte[] bytes, String text) {
        int length = length(bytes, text.length());
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) text.charAt(i);
        }
        at += length;
    }

    private int length(byte[] bytes, int wanted) {
        int length = Math.min(wanted, Layout.LONGEST);
        Layout.SHORT.set(bytes, at, (short) length);
        at += 2;
        return length;
    }

    /** Requests that found the ring full. */
    public long dropped() {
        return dropped.get();
    }

    LogRing ring() {
        return ring;
    }
}
