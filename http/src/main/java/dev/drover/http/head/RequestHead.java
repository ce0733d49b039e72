package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/**
 * The head of a request (RFC 9112 section 3), valid or refused: a {@code DONE} head has exactly one reading of its target, its
 * host and its body's length.
 */
public final class RequestHead extends Head {
    private static final byte[] CONTINUE = "100-continue".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] H2C = "h2c".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final Target target = new Target();
    private final Connection connection = new Connection();
    private final Framing framing = new Framing();
    private Part part = Part.EMPTY_LINE;
    private String method = "";
    private int lineStart;
    private int targetStart;
    private int targetEnd;
    private int minor;
    private int hostIndex;
    private int upgradeIndex;
    private int authorityStart;
    private int authorityEnd;
    private int hostEnd;
    private boolean expectsContinue;

    /** Where in the start line the parser is. */
    private enum Part {
        /** One empty line before a request is ignored (RFC 9112 section 2.2). */
        EMPTY_LINE,
        EMPTY_LINE_END,
        METHOD,
        TARGET,
        VERSION
    }

    public RequestHead(HeadLimits limits) {
        super(limits);
        clear();
    }

    @Override
    public void clear() {
        super.clear();
        connection.clear();
        framing.clear();
        part = Part.EMPTY_LINE;
        method = "";
        lineStart = 0;
        hostIndex = -1;
        upgradeIndex = -1;
        authorityStart = 0;
        authorityEnd = 0;
        hostEnd = 0;
        expectsContinue = false;
    }

    @Override
    boolean startLine(int end) {
        while (position < end) {
            Part before = part;
            boolean complete = switch (part) {
                case EMPTY_LINE -> emptyLine();
                case EMPTY_LINE_END -> emptyLineEnd();
                case METHOD -> method(end);
                case TARGET -> target(end);
                case VERSION -> version(end);
            };
            if (complete || part == before) {
                return complete;
            }
        }
        return false;
    }

    private boolean emptyLine() {
        if (bytes[position] == '\r') {
            position++;
            part = Part.EMPTY_LINE_END;
        } else {
            part = Part.METHOD;
        }
        return false;
    }

    private boolean emptyLineEnd() {
        if (bytes[position] == '\n') {
            lineStart = ++position;
            part = Part.METHOD;
        } else {
            fail(Flaw.LINE_END);
        }
        return false;
    }

    private boolean method(int end) {
        int at = position;
        while (at < end && Octets.is(bytes[at], Octets.TOKEN)) {
            at++;
        }
        position = at;
        if (at < end) {
            if (bytes[at] != ' ' || at == lineStart) {
                fail(Flaw.METHOD);
                return false;
            }
            method = Methods.of(bytes, lineStart, at);
            position = at + 1;
            targetStart = at + 1;
            part = Part.TARGET;
        }
        return false;
    }

    private boolean target(int end) {
        int at = position;
        while (at < end && bytes[at] > ' ' && bytes[at] != 0x7f) {
            at++;
        }
        position = at;
        if (at < end) {
            if (bytes[at] != ' ' || at == targetStart) {
                fail(bytes[at] == '\r' || bytes[at] == '\n' ? Flaw.VERSION : Flaw.TARGET);
                return false;
            }
            targetEnd = at;
            Flaw flaw = method.equals("CONNECT")
                    ? Flaw.CONNECT
                    : target.parse(bytes, targetStart, targetEnd, method.equals("OPTIONS"));
            if (flaw == Flaw.NONE) {
                position = at + 1;
                part = Part.VERSION;
            } else {
                // The preface of HTTP/2 asks for "*": its version says better what is wrong.
                fail(method.equals("PRI") ? Flaw.VERSION_UNKNOWN : flaw);
            }
        }
        return false;
    }

    /** {@code HTTP/1.1 CRLF}, ten octets. */
    private boolean version(int end) {
        int start = targetEnd + 1;
        for (int at = position; at < end; at++) {
            int index = at - start;
            byte octet = bytes[at];
            if (index < VERSION.length && octet != VERSION[index]) {
                fail(index == 5 && Octets.isDigit(octet) ? Flaw.VERSION_UNKNOWN : Flaw.VERSION);
                return false;
            }
            if (index == 7 && octet != '0' && octet != '1') {
                fail(Octets.isDigit(octet) ? Flaw.VERSION_UNKNOWN : Flaw.VERSION);
                return false;
            }
            if ((index == 8 && octet != '\r') || (index == 9 && octet != '\n')) {
                fail(index == 8 && octet != '\n' ? Flaw.VERSION : Flaw.LINE_END);
                return false;
            }
            position = at + 1;
            if (index == 9) {
                minor = bytes[start + 7] - '0';
                return true;
            }
        }
        return false;
    }

    @Override
    boolean spaceBeforeColonAllowed() {
        return false;
    }

    @Override
    void judge(Field kind, int index, int from, int to) {
        Flaw flaw = switch (kind) {
            case HOST -> host(index, from, to);
            case CONTENT_LENGTH -> framing.length(bytes, from, to);
            case TRANSFER_ENCODING -> framing.encoding(bytes, from, to);
            case CONNECTION -> connection.parse(bytes, from, to) ? Flaw.NONE : Flaw.CONNECTION;
            case EXPECT -> expect(from, to);
            case UPGRADE -> upgrade(index);
            default -> Flaw.NONE;
        };
        if (flaw != Flaw.NONE) {
            fail(flaw);
        }
    }

    private Flaw host(int index, int from, int to) {
        int end = Authority.hostEnd(bytes, from, to);
        if (hostIndex >= 0 || end < 0 || end == from) {
            return Flaw.HOST;
        }
        hostIndex = index;
        hostEnd = end;
        authorityStart = from;
        authorityEnd = to;
        return Flaw.NONE;
    }

    private Flaw expect(int from, int to) {
        expectsContinue = true;
        return Octets.equalsLower(bytes, from, to, CONTINUE) ? Flaw.NONE : Flaw.EXPECTATION;
    }

    private Flaw upgrade(int index) {
        upgradeIndex = upgradeIndex < 0 ? index : Integer.MAX_VALUE;
        return Flaw.NONE;
    }

    @Override
    void finish() {
        if (hostIndex < 0 && minor == 1) {
            fail(Flaw.HOST_MISSING);
        } else if (framing.chunked && framing.contentLength >= 0) {
            fail(Flaw.LENGTH_AND_ENCODING);
        } else if (framing.chunked && minor == 0) {
            fail(Flaw.ENCODING);
        } else {
            connection.markNamed(this);
            if (target.authorityEnd > 0) {
                authorityStart = target.authorityStart;
                authorityEnd = target.authorityEnd;
                hostEnd = Authority.hostEnd(bytes, authorityStart, authorityEnd);
            }
        }
    }

    /** A constant of RFC 9110 section 9 is always the same object as its literal. */
    public String method() {
        return method;
    }

    /** 0 or 1. */
    public int minorVersion() {
        return minor;
    }

    public int pathStart() {
        return target.pathStart;
    }

    /** May equal the start, which means {@code /}, in a target that only names a host; {@code *} where {@link #isAsterisk}. */
    public int pathEnd() {
        return target.pathEnd;
    }

    public boolean isAsterisk() {
        return target.form == Target.Form.ASTERISK;
    }

    /** Behind the question mark; -1 if there is none. */
    public int queryStart() {
        return target.queryStart;
    }

    public int queryEnd() {
        return target.queryEnd;
    }

    /** Of the target in absolute form, else of Host (RFC 9112 section 3.2.2); empty only for HTTP/1.0. */
    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }

    /** Where the host ends and the port's colon may stand. */
    public int hostEnd() {
        return hostEnd;
    }

    /** -1: no such field. */
    public long contentLength() {
        return framing.contentLength;
    }

    public boolean isChunked() {
        return framing.chunked;
    }

    public boolean hasBody() {
        return framing.chunked || framing.contentLength > 0;
    }

    /** Whether the client wants its connection kept (RFC 9112 section 9.3). */
    public boolean keepsAlive() {
        return !connection.close && (minor == 1 || connection.keepAlive);
    }

    /** HTTP/1.0 knows no interim responses (RFC 9110 section 10.1.1). */
    public boolean expectsContinue() {
        return expectsContinue && minor == 1 && hasBody();
    }

    /**
     * Index of the field that asks for another protocol, -1 if none does. HTTP/2 by upgrade is never asked for at upstreams: it
     * is abandoned (RFC 9113 section 3.1) and would be a tunnel around every rule. A body rules it out.
     */
    public int upgrade() {
        boolean asked = connection.upgrade && minor == 1 && upgradeIndex >= 0 && upgradeIndex < fields();
        if (!asked || hasBody()) {
            return -1;
        }
        boolean http2 = Octets.equalsLower(bytes, valueStart(upgradeIndex), valueEnd(upgradeIndex), H2C);
        boolean list = text(valueStart(upgradeIndex), valueEnd(upgradeIndex)).indexOf(',') >= 0;
        return http2 || list ? -1 : upgradeIndex;
    }
}
