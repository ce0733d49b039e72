package dev.drover.gateway.exchange;

import static dev.drover.gateway.exchange.Lines.ascii;

import dev.drover.gateway.stage.Answer;
import dev.drover.gateway.stage.FieldChanges;
import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Routed;
import dev.drover.gateway.stage.Timeline;
import dev.drover.http.head.Field;
import dev.drover.http.head.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the head that goes to a client: of an upstream's response, or of an answer of our own. */
final class ResponseWriter {
    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] SET_COOKIE = ascii("Set-Cookie: ");
    private static final byte[] SERVER_TIMING = ascii("Server-Timing: ");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\n");
    private static final Lines.Keep RESPONSE = kind -> keeps(kind, false);
    private static final Lines.Keep UPGRADED = kind -> keeps(kind, true);
    /** Where the status begins in a status line. */
    private static final int STATUS_AT = 9;

    private final Clock clock;
    private final View name = new View();

    ResponseWriter(Clock clock) {
        this.clock = clock;
    }

    /** What a response's head says about the connection. */
    enum Afterwards {
        /** HTTP/1.1 keeps it without a word. */
        KEEP,
        /** HTTP/1.0 wants to be told. */
        KEEP_AND_SAY,
        CLOSE,
        UPGRADE
    }

    /** How the body is framed towards the client. */
    enum Framing {
        /** As the upstream framed it. */
        SAME,
        /** By the connection's end. */
        NONE,
        /** By chunks of our own. */
        CHUNKED,
        /** By the connection's end, taken out of the upstream's chunks: HTTP/1.0 knows none. */
        STRIPPED
    }

    /** Releases nothing. */
    void forwarded(
            ResponseHead head,
            Request request,
            @Nullable Routed routed,
            Framing framing,
            Afterwards then,
            ByteBuf out) {
        statusLine(head, out);
        FieldChanges changes = routed == null ? FieldChanges.none() : routed.responseChanges();
        Lines.copy(head, then == Afterwards.UPGRADE ? UPGRADED : RESPONSE, changes, name, out);
        if (framing == Framing.CHUNKED || (framing == Framing.SAME && head.isChunked())) {
            out.writeBytes(Lines.CHUNKED);
        } else if (framing == Framing.SAME && head.contentLength() >= 0 && head.status() != 204) {
            out.writeBytes(Lines.CONTENT_LENGTH);
            Lines.number(out, head.contentLength());
            out.writeBytes(Lines.CRLF);
        }
        if (!has(head, Field.DATE)) {
            out.writeBytes(clock.line());
        }
        if (!changes.isEmpty()) {
            changes.write(request, out);
        }
        end(request, then, out);
    }

    /** A 1xx response, whose fields are passed on but for those of the hop. Releases nothing. */
    void interim(ResponseHead head, ByteBuf out) {
        statusLine(head, out);
        Lines.copy(head, RESPONSE, FieldChanges.none(), name, out);
        out.writeBytes(Lines.CRLF);
    }

    /** Without its body. Releases nothing. */
    void answer(Answer answer, Request request, Afterwards then, ByteBuf out) {
        out.writeBytes(answer.head());
        out.writeBytes(clock.line());
        Routed routed = request.notes().routed();
        if (routed != null && !routed.responseChanges().isEmpty()) {
            routed.responseChanges().write(request, answer, out);
        }
        end(request, then, out);
    }

    private static void end(Request request, Afterwards then, ByteBuf out) {
        Notes notes = request.notes();
        String cookie = notes.cookie();
        if (cookie != null) {
            out.writeBytes(SET_COOKIE);
            ByteBufUtil.writeAscii(out, cookie);
            out.writeBytes(Lines.CRLF);
        }
        if (notes.timed()) {
            timing(notes.timeline(), out);
        }
        switch (then) {
            case KEEP -> {}
            case KEEP_AND_SAY -> out.writeBytes(Lines.KEEP_ALIVE);
            case CLOSE -> out.writeBytes(Lines.CLOSE);
            case UPGRADE -> out.writeBytes(UPGRADE);
        }
        out.writeBytes(Lines.CRLF);
    }

    private static void timing(Timeline timeline, ByteBuf out) {
        var text = new StringBuilder();
        for (Timeline.State state : Timeline.State.values()) {
            long nanos = timeline.nanos(state);
            if (nanos > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(state.label())
                        .append(";dur=")
                        .append(String.format(Locale.ROOT, "%.3f", nanos / 1e6));
            }
        }
        out.writeBytes(SERVER_TIMING);
        ByteBufUtil.writeAscii(out, text);
        out.writeBytes(Lines.CRLF);
    }

    private static void statusLine(ResponseHead head, ByteBuf out) {
        out.writeBytes(VERSION);
        out.writeBytes(head.bytes(), STATUS_AT, 3);
        out.writeByte(' ');
        out.writeBytes(head.bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart());
        out.writeBytes(Lines.CRLF);
    }

    private static boolean has(ResponseHead head, Field kind) {
        for (int i = 0; i < head.fields(); i++) {
            if (head.kind(i) == kind) {
                return true;
            }
        }
        return false;
    }

    private static boolean keeps(Field kind, boolean upgraded) {
        return switch (kind) {
            case OTHER, VIA, DATE, MAX_FORWARDS, SERVER_TIMING, FORWARDED, TRACEPARENT, X_REQUEST_ID -> true;
            case X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, EXPECT, HOST -> true;
            case UPGRADE -> upgraded;
            case HOP, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, TE -> false;
            case KEEP_ALIVE, PROXY_CONNECTION, HTTP2_SETTINGS -> false;
        };
    }
}
