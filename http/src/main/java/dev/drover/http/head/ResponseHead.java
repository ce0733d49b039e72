package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/** The head of a response (RFC 9112 section 4): valid, or a bad gateway's. */
public final class ResponseHead extends Head {
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    /** Octets before the reason: {@code HTTP/1.1 200}. */
    private static final int FIXED = 12;

    private final Connection connection = new Connection();
    private final Framing framing = new Framing();
    private int status;
    private int minor;
    private int reasonStart;
    private int reasonEnd;

    public ResponseHead(HeadLimits limits) {
        super(limits);
    }

    @Override
    public void clear() {
        super.clear();
        connection.clear();
        framing.clear();
        status = 0;
        reasonEnd = 0;
    }

    @Override
    boolean startLine(int end) {
        while (position < end) {
            byte octet = bytes[position];
            if (position < FIXED) {
                if (!isFixed(position, octet)) {
                    fail(Flaw.STATUS);
                    return false;
                }
            } else if (reasonEnd > 0) {
                position++;
                if (octet != '\n') {
                    fail(Flaw.LINE_END);
                }
                return octet == '\n';
            } else if (octet == '\r') {
                reasonEnd = position;
                statusLineEnds();
            } else if ((position == FIXED && octet != ' ') || !Octets.is(octet, Octets.VALUE)) {
                fail(octet == '\n' ? Flaw.LINE_END : Flaw.STATUS);
                return false;
            }
            position++;
        }
        return false;
    }

    private void statusLineEnds() {
        reasonStart = Math.min(reasonEnd, FIXED + 1);
        minor = bytes[7] - '0';
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    private static boolean isFixed(int at, byte octet) {
        return switch (at) {
            case 7 -> octet == '0' || octet == '1';
            case 8 -> octet == ' ';
            case 9 -> octet >= '1' && octet <= '5';
            case 10, 11 -> Octets.isDigit(octet);
            default -> octet == VERSION[at];
        };
    }

    @Override
    boolean spaceBeforeColonAllowed() {
        return true;
    }

    @Override
    void judge(Field kind, int index, int from, int to) {
        Flaw flaw = switch (kind) {
            case CONTENT_LENGTH -> framing.length(bytes, from, to);
            case TRANSFER_ENCODING -> framing.encoding(bytes, from, to);
            case CONNECTION -> connection.parse(bytes, from, to) ? Flaw.NONE : Flaw.CONNECTION;
            default -> Flaw.NONE;
        };
        if (flaw != Flaw.NONE) {
            fail(flaw);
        }
    }

    @Override
    void finish() {
        if (framing.chunked && framing.contentLength >= 0) {
            fail(Flaw.LENGTH_AND_ENCODING);
        } else if (framing.chunked && minor == 0) {
            fail(Flaw.ENCODING);
        } else {
            connection.markNamed(this);
        }
    }

    public int status() {
        return status;
    }

    /** 100 to 199, of which 101 is the last the connection sees. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    public int minorVersion() {
        return minor;
    }

    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    /** -1: no such field. */
    public long contentLength() {
        return framing.contentLength;
    }

    public boolean isChunked() {
        return framing.chunked;
    }

    /** Whether a body can follow (RFC 9112 section 6.3, rule 1). */
    public boolean mayHaveBody(boolean answersHead) {
        return !answersHead && status >= 200 && status != 204 && status != 304;
    }

    /** Whether the connection can be used again, provided that the body has an end of its own. */
    public boolean keepsAlive() {
        return !connection.close && (minor == 1 || connection.keepAlive);
    }

    /** 101 must come with {@code Connection: upgrade} (RFC 9110 section 7.8). */
    public boolean upgrades() {
        return status == 101 && connection.upgrade;
    }
}
