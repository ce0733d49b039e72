package dev.drover.dns.answer;

import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the OPT record of a response behind all other records (RFC 6891 section 6.1): only where the query had one. */
final class EdnsAnswer {
    /** No extended error is told. */
    static final int NONE = -1;
    /** Extended errors (RFC 8914 section 4). */
    static final int NOT_READY = 14;

    static final int NOT_AUTHORITATIVE = 20;
    static final int INVALID_TYPE = 30;

    private static final int HEAD = 11;
    /** Answers are filled up to a multiple of this (RFC 8467 section 4.1). */
    private static final int BLOCK = 468;

    private static final int OPTION = 4;
    /** Of a cookie (RFC 7873 section 4, RFC 9018 section 4). */
    private static final int CLIENT_COOKIE = 8;

    private static final int SERVER_COOKIE = 16;

    /** How long a connection may be idle, as RFC 7828 section 3.1 counts it. */
    private static final int TENTHS_OF_IDLE = (int) (Answers.IDLE.toMillis() / 100);

    private final byte[] nsid;
    private final int payload;

    EdnsAnswer(Identity identity) {
        this.nsid = identity.nsid().getBytes(StandardCharsets.US_ASCII);
        this.payload = identity.payload();
    }

    /** How many bytes it will take. */
    int size(Query query, int error) {
        EdnsQuery edns = query.edns();
        if (!edns.isPresent()) {
            return 0;
        }
        int subnet = edns.subnetLength() == 0 ? 0 : OPTION + edns.subnetLength();
        int cookie = edns.isGivenCookie() ? OPTION + CLIENT_COOKIE + SERVER_COOKIE : 0;
        int keepalive = edns.asksForKeepalive() ? OPTION + 2 : 0;
        return HEAD
                + subnet
                + cookie
                + keepalive
                + (tellsNsid(edns) ? OPTION + nsid.length : 0)
                + (error == NONE ? 0 : OPTION + 2);
    }

    private boolean tellsNsid(EdnsQuery edns) {
        return edns.wantsNsid() && nsid.length > 0;
    }

    /**
     * Writes it at the end of the message and counts it.
     *
     * @param rcode the whole one; its upper bits go here
     * @return where the message ends
     */
    int write(Query query, int end, int rcode, int error) {
        EdnsQuery edns = query.edns();
        if (!edns.isPresent()) {
            return end;
        }
        byte[] m = query.bytes();
        m[end] = 0;
        Arena.U16.set(m, end + 1, (short) 41);
        Arena.U16.set(m, end + 3, (short) payload);
        Arena.U32.set(m, end + 5, rcode >> 4 << 24 | (edns.dnssecOk() ? 0x8000 : 0) | (edns.compactOk() ? 0x4000 : 0));
        Arena.U16.set(m, end + 9, (short) (size(query, error) - HEAD));
        Arena.U16.set(m, 10, (short) ((short) Arena.U16.get(m, 10) + 1));
        int at = end + HEAD;
        if (tellsNsid(edns)) {
            at = head(m, at, EdnsQuery.NSID, nsid.length);
            System.arraycopy(nsid, 0, m, at, nsid.length);
            at += nsid.length;
        }
        if (edns.isGivenCookie()) {
            // The client's own; who guards the server fills in the rest.
            at = head(m, at, EdnsQuery.COOKIE, CLIENT_COOKIE + SERVER_COOKIE);
            System.arraycopy(edns.cookie(), 0, m, at, CLIENT_COOKIE);
            edns.cookieAt(at + CLIENT_COOKIE);
            at += CLIENT_COOKIE + SERVER_COOKIE;
        }
        if (edns.asksForKeepalive()) {
            at = head(m, at, EdnsQuery.KEEPALIVE, 2);
            Arena.U16.set(m, at, (short) TENTHS_OF_IDLE);
            at += 2;
        }
        if (edns.subnetLength() > 0) {
            // As it came, with the scope (RFC 7871 section 7.2.1).
            at = head(m, at, EdnsQuery.CLIENT_SUBNET, edns.subnetLength());
            System.arraycopy(edns.subnet(), 0, m, at, edns.subnetLength());
            m[at + 3] = (byte) edns.answerScope();
            at += edns.subnetLength();
        }
        if (error != NONE) {
            at = head(m, at, EdnsQuery.EXTENDED_ERROR, 2);
            Arena.U16.set(m, at, (short) error);
            at += 2;
        }
        return edns.isPadded() ? pad(m, end, at) : at;
    }

    /** It stands last, and is left out where even its head does not fit. */
    private static int pad(byte[] m, int record, int at) {
        int bare = at + OPTION;
        if (bare > Query.LONGEST) {
            return at;
        }
        int padded = Math.min((bare + BLOCK - 1) / BLOCK * BLOCK, Query.LONGEST);
        head(m, at, EdnsQuery.PADDING, padded - bare);
        Arrays.fill(m, bare, padded, (byte) 0);
        Arena.U16.set(m, record + 9, (short) (padded - record - HEAD));
        return padded;
    }

    private static int head(byte[] m, int at, int code, int length) {
        Arena.U16.set(m, at, (short) code);
        Arena.U16.set(m, at + 2, (short) length);
        return at + OPTION;
    }
}
