package dev.drover.observe.recording;

import java.nio.charset.StandardCharsets;

/**
 * The format of a recording, {@code .drec}. Numbers of fixed size are big-endian; {@code n} is a number in groups of seven bits,
 * lowest first, the eighth bit set in all but the last (LEB128).
 *
 * <pre>
 *   file     = ( magic chunk* )+
 *   magic    = "DREC" CR LF 0x1A version               8 bytes; version 1
 *   chunk    = length(4) raw(4) crc(4) bytes           bytes: deflated (RFC 1951), crc: CRC-32 of them deflated
 *   inflated = frames:n ( epochSecond(8) nano(4) monotonicNanos(8) )*
 *              paths:n ( path:text changes:n ( frame:n kind(1) [text] )* )*
 *   text     = length:n bytes
 *   kind     = 0 the path's content, 1 why it cannot be read, 2 the path is gone (without text)
 * </pre>
 *
 * <p>A path is written only in frames in which it changed, so a chunk continues what the chunks before it said. Paths are sorted,
 * and the changes of one path stand together: what resembles each other is then near enough for deflate's 32 KiB. A crash while
 * writing loses the last chunk. Files one behind the other are a file again: each part begins with all that is known.
 */
final class Format {
    static final byte[] MAGIC = "DREC\r\n\u001a\u0001".getBytes(StandardCharsets.ISO_8859_1);

    /** The first bytes of the magic, where a chunk's length would be: larger than any. */
    static final int NEXT_PART = 'D' << 24 | 'R' << 16 | 'E' << 8 | 'C';

    static final int TEXT = 0;
    static final int UNREADABLE = 1;
    static final int GONE = 2;

    /** Limits of what is read back: a recording comes from anywhere. */
    static final int LARGEST_CHUNK = 64 << 20;

    static final int LONGEST_PATH = 4096;
    static final int MOST_PATHS = 1_000_000;
    static final int MOST_FRAMES = 10_000;
    static final long LARGEST_STATE = 512L << 20;

    /** A chunk is closed after so many frames, or bytes. */
    static final int FRAMES = 10;

    static final int BYTES = 8 << 20;

    private Format() {}
}
