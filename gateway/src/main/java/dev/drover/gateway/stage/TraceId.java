package dev.drover.gateway.stage;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a request is found again: its request id, and the W3C trace context it travels in (Trace Context,
 * version 00, section 3.2). Numbers until somebody writes them. Reused; belongs to one event loop.
 *
 * <p>Without a context from the client the trace id is the request id, so that one number finds both.
 */
public final class TraceId {
    private long high;
    private long low;
    private long traceHigh;
    private long traceLow;
    private long span;
    private int flags;
    private @Nullable String given;

    void clear() {
        given = null;
        high = 0;
        low = 0;
    }

    /** A new request in a new trace. */
    public void create(long newHigh, long newLow, long newSpan) {
        high = newHigh;
        low = newLow == 0 ? 1 : newLow;
        traceHigh = high;
        traceLow = low;
        span = newSpan == 0 ? 1 : newSpan;
        flags = 0;
        given = null;
    }

    /** The trace that the client named, in which this request is a new span. */
    public void continues(long theirHigh, long theirLow, int theirFlags) {
        traceHigh = theirHigh;
        traceLow = theirLow;
        flags = theirFlags;
    }

    /** The id that a trusted client gave. */
    public void given(String id) {
        given = id;
    }

    public void writeRequestId(ByteBuf out) {
        if (given != null) {
            out.writeCharSequence(given, StandardCharsets.US_ASCII);
        } else {
            hex(out, high);
            hex(out, low);
        }
    }

    /** {@code 00-TRACE-SPAN-FLAGS}, 55 characters. */
    public void writeTraceparent(ByteBuf out) {
        out.writeShort('0' << 8 | '0').writeByte('-');
        hex(out, traceHigh);
        hex(out, traceLow);
        out.writeByte('-');
        hex(out, span);
        out.writeByte('-').writeByte('0').writeByte('0' + (flags & 1));
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    public long traceHigh() {
        return traceHigh;
    }

    public long traceLow() {
        return traceLow;
    }

    /** Empty unless a trusted client gave one. */
    public String given() {
        return given == null ? "" : given;
    }

    public String requestId() {
        return given != null ? given : hex(high) + hex(low);
    }

    public String traceId() {
        return hex(traceHigh) + hex(traceLow);
    }

    private static String hex(long value) {
        return java.util.HexFormat.of().toHexDigits(value);
    }

    private static void hex(ByteBuf out, long value) {
        out.writeLong(Hex.digits(value >>> 32)).writeLong(Hex.digits(value));
    }
}
