package dev.drover.http.body;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Checks the chunked coding (RFC 9112 section 7.1) without touching it.
 *
 * <pre>
 *  1a ;name=value CRLF     size in hexadecimal, extensions
 *  26 octets CRLF          data
 *  0 CRLF                  last chunk
 *  Name: value CRLF        trailers
 *  CRLF
 * </pre>
 *
 * <p>Stricter than many: no bare LF, no space before the size or its CRLF, extensions and trailers of visible octets and bounded,
 * trailers that belong into a head are refused, a size of at most 15 digits.
 */
final class Chunks {
    private static final int DIGITS = 15;
    /** Octets of all extensions between two data bytes, and of all trailers. */
    private static final int EXTENSION = 256;

    private static final int TRAILERS = 8 << 10;

    /** Names that say where a message ends, for whom it is or from whom: never trailers (RFC 9110 section 6.5.1). */
    private static final Set<String> HEAD_ONLY = Set.of(
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto");
    /** Longer than the longest of these. */
    private static final int NAME = 20;

    private enum At {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        END,
        FLAW
    }

    private At at = At.END;
    private long size;
    private int digits;
    private int extra;
    private int trailer;
    private final byte[] name = new byte[NAME];
    private long content;

    void start() {
        at = At.SIZE;
        size = 0;
        digits = 0;
        extra = 0;
        trailer = 0;
        content = 0;
    }

    long content() {
        return content;
    }

    Body.State state() {
        return switch (at) {
            case END -> Body.State.COMPLETE;
            case FLAW -> Body.State.FLAWED;
            default -> Body.State.OPEN;
        };
    }

    /** How many of the readable bytes belong to the body. */
    int scan(ByteBuf in) {
        return scan(in, -1);
    }

    /** Moves the content together and leaves nothing else in the buffer, which holds bytes of the body only. */
    void strip(ByteBuf in) {
        long before = content;
        scan(in, in.readerIndex());
        in.writerIndex(in.readerIndex() + (int) (content - before));
    }

    /** {@code kept}: where content is moved to, or -1 to move nothing. */
    private int scan(ByteBuf in, int kept) {
        int from = in.readerIndex();
        int to = in.writerIndex();
        int position = from;
        int end = kept;
        while (position < to && at != At.END && at != At.FLAW) {
            if (at == At.DATA) {
                int taken = (int) Math.min(size, to - position);
                if (kept >= 0) {
                    in.setBytes(end, in, position, taken);
                    end += taken;
                }
                size -= taken;
                content += taken;
                position += taken;
                at = size == 0 ? At.DATA_CR : At.DATA;
            } else {
                at = next(in.getByte(position++));
            }
        }
        return position - from;
    }

    private At next(byte octet) {
        return switch (at) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> octet != '\n' ? At.FLAW : size == 0 ? At.TRAILER_START : At.DATA;
            case DATA_CR -> octet == '\r' ? At.DATA_LF : At.FLAW;
            case DATA_LF -> octet == '\n' ? newSize() : At.FLAW;
            case TRAILER_START -> octet == '\r' ? At.END_LF : trailerName(octet);
            case TRAILER_NAME -> trailerName(octet);
            case TRAILER_VALUE -> trailerValue(octet);
            case TRAILER_LF -> octet == '\n' ? newTrailer() : At.FLAW;
            case END_LF -> octet == '\n' ? At.END : At.FLAW;
            case DATA, END, FLAW -> At.FLAW;
        };
    }

    private At newSize() {
        size = 0;
        digits = 0;
        extra = 0;
        return At.SIZE;
    }

    private At size(byte octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0 && octet > 0) {
            size = size << 4 | digit;
            return ++digits > DIGITS ? At.FLAW : At.SIZE;
        }
        if (digits == 0) {
            return At.FLAW;
        }
        return octet == '\r' ? At.SIZE_LF : octet == ';' ? At.EXTENSION : At.FLAW;
    }

    private At extension(byte octet) {
        if (octet == '\r') {
            return At.SIZE_LF;
        }
        return isVisible(octet) && ++extra <= EXTENSION ? At.EXTENSION : At.FLAW;
    }

    private At trailerName(byte octet) {
        boolean token = octet > ' ' && octet < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(octet) < 0;
        if (octet == ':' && trailer > 0) {
            return isHeadOnly() ? At.FLAW : At.TRAILER_VALUE;
        }
        if (trailer < NAME) {
            name[trailer] = octet;
        }
        trailer++;
        return token && ++extra <= TRAILERS ? At.TRAILER_NAME : At.FLAW;
    }

    private boolean isHeadOnly() {
        return trailer < NAME
                && HEAD_ONLY.contains(new String(name, 0, trailer, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }

    private At trailerValue(byte octet) {
        if (octet == '\r') {
            return At.TRAILER_LF;
        }
        return isVisible(octet) && ++extra <= TRAILERS ? At.TRAILER_VALUE : At.FLAW;
    }

    private At newTrailer() {
        trailer = 0;
        return At.TRAILER_START;
    }

    private static boolean isVisible(byte octet) {
        return (octet >= ' ' && octet != 0x7f) || octet < 0 || octet == '\t';
    }
}
