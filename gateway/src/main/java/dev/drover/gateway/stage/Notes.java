package dev.drover.gateway.stage;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What stages decided about one request and what became of it: one object per connection, emptied for each request. Plain
 * fields behind setters, because every request passes here.
 */
public final class Notes {
    private static final int VARIABLES = 32;

    private final Timeline timeline = new Timeline();
    private final TraceId trace = new TraceId();
    private final int[] variables = new int[2 * VARIABLES];
    private @Nullable Routed routed;
    private @Nullable Upstream upstream;
    private @Nullable Patience patience;
    private @Nullable Errand errand;
    private @Nullable String cookie;
    private int stage;
    private int attempts;
    private int status;
    private long received;
    private long sent;
    private boolean timed;
    private boolean unreadable;
    private End end = End.ANSWERED;

    /** What the lane has under way for a request. */
    public interface Errand {}

    /** How a request ended. */
    public enum End {
        /** The whole answer was written. */
        ANSWERED(0, "answered"),
        /** The client went away or broke its own request. */
        CLIENT_GONE(1, "client-gone"),
        /** The answer broke off because the upstream did. */
        UPSTREAM_GONE(2, "upstream-gone"),
        /** A time limit ended it midway. */
        TIMED_OUT(3, "timed-out");

        private static final End[] ALL = values();

        private final int code;
        private final String label;

        End(int code, String label) {
            this.code = code;
            this.label = label;
        }

        public int code() {
            return code;
        }

        public String label() {
            return label;
        }

        public static End of(int code) {
            return ALL[code];
        }
    }

    /** Forgets the request before; by the exchange, when the first byte of a head has come. */
    public void start(long nanos) {
        timeline.start(nanos);
        trace.clear();
        routed = null;
        upstream = null;
        patience = null;
        cookie = null;
        stage = 0;
        attempts = 0;
        status = 0;
        received = 0;
        sent = 0;
        timed = false;
        unreadable = false;
        end = End.ANSWERED;
    }

    public Timeline timeline() {
        return timeline;
    }

    /** Request id and W3C trace context: ready after {@link Lane#enter}. */
    public TraceId trace() {
        return trace;
    }

    public void writeRequestId(ByteBuf out) {
        trace.writeRequestId(out);
    }

    /** Null until a route matched. */
    public @Nullable Routed routed() {
        return routed;
    }

    public void routed(Routed chosen) {
        routed = chosen;
    }

    /** How long to wait for what; set with the upstream. */
    public @Nullable Patience patience() {
        return patience;
    }

    public void patience(Patience limits) {
        patience = limits;
    }

    /** Where the next attempt goes; null until an instance is chosen. */
    public @Nullable Upstream upstream() {
        return upstream;
    }

    public void upstream(@Nullable Upstream chosen) {
        upstream = chosen;
    }

    /** What the lane keeps for itself; it stays from request to request. */
    public @Nullable Errand errand() {
        return errand;
    }

    public void errand(Errand kept) {
        errand = kept;
    }

    /** Value of a {@code Set-Cookie} to add to the response; null for none. */
    public @Nullable String cookie() {
        return cookie;
    }

    public void cookie(@Nullable String value) {
        cookie = value;
    }

    /** Index of the stage that runs or waits. */
    public int stage() {
        return stage;
    }

    public void stage(int index) {
        stage = index;
    }

    /** Attempts begun at upstreams; counted by the exchange. */
    public int attempts() {
        return attempts;
    }

    public void attempted() {
        attempts++;
    }

    /** Status sent to the client, 0 if none was. Set by the exchange when it writes the response's head. */
    public int status() {
        return status;
    }

    public void status(int code) {
        status = code;
    }

    /** Bytes of the request, head and body. */
    public long received() {
        return received;
    }

    public void addReceived(long bytes) {
        received += bytes;
    }

    /** Bytes of the response, head and body. */
    public long sent() {
        return sent;
    }

    public void addSent(long bytes) {
        sent += bytes;
    }

    /** True: the response carries {@code Server-Timing}. */
    public boolean timed() {
        return timed;
    }

    public void timed(boolean wanted) {
        timed = wanted;
    }

    /** True: no head could be read, and nothing of the request but its client may be asked. */
    public boolean unreadable() {
        return unreadable;
    }

    public void unreadable(boolean now) {
        unreadable = now;
    }

    public End end() {
        return end;
    }

    public void end(End how) {
        end = how;
    }

    /** Offset in the raw path where the named segment begins. */
    public int variableStart(int index) {
        return variables[2 * index];
    }

    public int variableEnd(int index) {
        return variables[2 * index + 1];
    }

    public void variable(int index, int start, int end) {
        variables[2 * index] = start;
        variables[2 * index + 1] = end;
    }
}
