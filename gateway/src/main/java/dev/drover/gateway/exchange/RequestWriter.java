package dev.drover.gateway.exchange;

import static dev.drover.gateway.exchange.Lines.ascii;

import dev.drover.gateway.stage.FieldChanges;
import dev.drover.gateway.stage.Routed;
import dev.drover.http.head.Field;
import dev.drover.http.head.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Writes the head that goes to an upstream (RFC 9110 section 7.6): start line, Host and framing are made anew from what was
 * understood, fields for this hop are left out, the others follow as they came.
 */
final class RequestWriter {
    private static final byte[] VERSION_HOST = ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] EXPECT = ascii("Expect: 100-continue\r\n");
    private static final byte[] UPGRADE = ascii("Upgrade: ");
    private static final byte[] VIA_1_1 = ascii("Via: 1.1 drover\r\nX-Forwarded-For: ");
    private static final byte[] VIA_1_0 = ascii("Via: 1.0 drover\r\nX-Forwarded-For: ");
    private static final byte[] PROTO = ascii("\r\nX-Forwarded-Proto: ");
    private static final byte[] FORWARDED_HOST = ascii("\r\nX-Forwarded-Host: ");
    private static final byte[] REQUEST_ID = ascii("\r\nX-Request-Id: ");
    private static final byte[] TRACEPARENT = ascii("\r\ntraceparent: ");
    private static final byte[] X_FORWARDED_FOR = ascii("x-forwarded-for");
    private static final byte[] X_FORWARDED_HOST = ascii("x-forwarded-host");
    private static final byte[] HTTP = ascii("http");
    private static final byte[] HTTPS = ascii("https");
    private static final byte[] MAX_FORWARDS_LINE = ascii("Max-Forwards: ");
    private static final byte[] MAX_FORWARDS = ascii("max-forwards");
    /** More than any way has; a larger number becomes this one. */
    private static final long MOST_HOPS = 1_000_000;

    private static final Lines.Keep FROM_TRUSTED = kind -> keeps(kind, true);
    private static final Lines.Keep FROM_ANYONE = kind -> keeps(kind, false);
    private static final Lines.Keep COUNTED_FROM_TRUSTED = kind -> kind != Field.MAX_FORWARDS && keeps(kind, true);
    private static final Lines.Keep COUNTED_FROM_ANYONE = kind -> kind != Field.MAX_FORWARDS && keeps(kind, false);

    private final View name = new View();

    /**
     * Releases nothing.
     *
     * @param door what stands for the host when an HTTP/1.0 client names none (RFC 9112 section 3.3)
     */
    void write(ClientRequest request, RequestHead head, Peer peer, InetSocketAddress door, Routed routed, ByteBuf out) {
        startLine(request, head, routed, out);
        if (namesHost(head)) {
            out.writeBytes(head.bytes(), head.authorityStart(), head.authorityEnd() - head.authorityStart());
        } else {
            out.writeCharSequence(NetUtil.toSocketAddressString(door), StandardCharsets.US_ASCII);
        }
        out.writeBytes(Lines.CRLF);
        FieldChanges changes = routed.requestChanges();
        if (head.method().equals("OPTIONS")) {
            Lines.copy(head, peer.isTrusted() ? COUNTED_FROM_TRUSTED : COUNTED_FROM_ANYONE, changes, name, out);
            maxForwards(head, changes, out);
        } else {
            Lines.copy(head, peer.isTrusted() ? FROM_TRUSTED : FROM_ANYONE, changes, name, out);
        }
        framing(head, out);
        forwarded(request, head, peer, out);
        out.writeBytes(REQUEST_ID);
        request.notes().writeRequestId(out);
        out.writeBytes(TRACEPARENT);
        request.notes().trace().writeTraceparent(out);
        out.writeBytes(Lines.CRLF);
        if (!changes.isEmpty()) {
            changes.write(request, out);
        }
        out.writeBytes(Lines.CRLF);
    }

    private static void startLine(ClientRequest request, RequestHead head, Routed routed, ByteBuf out) {
        byte[] bytes = head.bytes();
        String method = request.method();
        for (int i = 0; i < method.length(); i++) {
            out.writeByte(method.charAt(i));
        }
        out.writeByte(' ');
        if (routed.rewrites()) {
            routed.writePath(request, out);
        } else if (head.isAsterisk()) {
            out.writeByte('*');
        } else if (head.pathStart() == head.pathEnd()) {
            out.writeByte('/');
        } else {
            out.writeBytes(bytes, head.pathStart(), head.pathEnd() - head.pathStart());
        }
        if (head.queryStart() >= 0) {
            out.writeByte('?');
            out.writeBytes(bytes, head.queryStart(), head.queryEnd() - head.queryStart());
        }
        out.writeBytes(VERSION_HOST);
    }

    /** One hop less (RFC 9110 section 7.6.2). What is no number or 0 was answered before it came here. */
    private void maxForwards(RequestHead head, FieldChanges changes, ByteBuf out) {
        int index = head.find(MAX_FORWARDS, 0);
        if (index < 0 || changes.drops(name.of(head.bytes(), head.nameStart(index), head.nameEnd(index)))) {
            return;
        }
        long hops = 0;
        for (int at = head.valueStart(index); at < head.valueEnd(index); at++) {
            hops = Math.min(hops * 10 + head.bytes()[at] - '0', MOST_HOPS);
        }
        out.writeBytes(MAX_FORWARDS_LINE);
        Lines.number(out, Math.max(0, hops - 1));
        out.writeBytes(Lines.CRLF);
    }

    private static boolean keeps(Field kind, boolean trusted) {
        return switch (kind) {
            case OTHER, VIA, DATE, MAX_FORWARDS, SERVER_TIMING -> true;
            case FORWARDED -> trusted;
            case X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_REQUEST_ID, TRACEPARENT -> false;
            case HOP, HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT, UPGRADE, TE -> false;
            case KEEP_ALIVE, PROXY_CONNECTION, HTTP2_SETTINGS -> false;
        };
    }

    private static void framing(RequestHead head, ByteBuf out) {
        if (head.isChunked()) {
            out.writeBytes(Lines.CHUNKED);
        } else if (head.contentLength() >= 0) {
            out.writeBytes(Lines.CONTENT_LENGTH);
            Lines.number(out, head.contentLength());
            out.writeBytes(Lines.CRLF);
        }
        if (head.expectsContinue()) {
            out.writeBytes(EXPECT);
        }
        int upgrade = head.upgrade();
        if (upgrade >= 0) {
            out.writeBytes(Lines.CONNECTION_UPGRADE);
            out.writeBytes(UPGRADE);
            out.writeBytes(head.bytes(), head.valueStart(upgrade), head.valueEnd(upgrade) - head.valueStart(upgrade));
            out.writeBytes(Lines.CRLF);
        }
    }

    private static void forwarded(ClientRequest request, RequestHead head, Peer peer, ByteBuf out) {
        out.writeBytes(head.minorVersion() == 1 ? VIA_1_1 : VIA_1_0);
        if (peer.isTrusted()) {
            values(head, X_FORWARDED_FOR, out);
        }
        out.writeBytes(peer.text());
        out.writeBytes(PROTO);
        out.writeBytes(request.scheme().equals("https") ? HTTPS : HTTP);
        int said = peer.isTrusted() ? head.find(X_FORWARDED_HOST, 0) : -1;
        if (said >= 0) {
            out.writeBytes(FORWARDED_HOST);
            out.writeBytes(head.bytes(), head.valueStart(said), head.valueEnd(said) - head.valueStart(said));
        } else if (namesHost(head)) {
            out.writeBytes(FORWARDED_HOST);
            out.writeBytes(head.bytes(), head.authorityStart(), head.authorityEnd() - head.authorityStart());
        }
    }

    private static boolean namesHost(RequestHead head) {
        return head.authorityEnd() > head.authorityStart();
    }

    /** All values of a list field as one list with a comma at its end. */
    private static void values(RequestHead head, byte[] lower, ByteBuf out) {
        int n = 0;
        for (int i = head.find(lower, n); i >= 0; i = head.find(lower, ++n)) {
            if (head.valueEnd(i) > head.valueStart(i)) {
                out.writeBytes(head.bytes(), head.valueStart(i), head.valueEnd(i) - head.valueStart(i));
                out.writeByte(',').writeByte(' ');
            }
        }
    }
}
