package dev.drover.gateway.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of lines that are not written yet. Grows as needed; by the log's thread only. */
final class LineBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[64 << 10];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    byte[] array() {
        return bytes;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    LineBuffer add(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    LineBuffer add(byte[] ascii) {
        room(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    LineBuffer add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    LineBuffer add(long number) {
        room(20);
        long left = number;
        int digits = 1;
        for (long n = number; n >= 10; n /= 10) {
            digits++;
        }
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
        return this;
    }

    /** The client's address. */
    LineBuffer client(LogEntry entry) {
        if (entry.length(Layout.CLIENT) != 4) {
            return add(entry.client());
        }
        int from = entry.start(Layout.CLIENT);
        for (int i = 0; i < 4; i++) {
            add(entry.bytes()[from + i] & 0xffL);
            if (i < 3) {
                add('.');
            }
        }
        return this;
    }

    /** Nanoseconds as seconds with six digits behind the point. */
    LineBuffer seconds(long nanos) {
        long micros = nanos / 1000;
        add(micros / 1_000_000).add('.');
        room(6);
        long rest = micros % 1_000_000;
        for (int i = 5; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += 6;
        return this;
    }

    LineBuffer hex(long number) {
        room(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (number >>> shift) & 15];
        }
        return this;
    }

    /** Text from a client, made harmless: quotes, control characters and what is not ASCII become {@code \\u00XX}. */
    LineBuffer json(LogEntry entry, int text) {
        int from = entry.start(text);
        int to = from + entry.length(text);
        room(6 * (to - from));
        for (int i = from; i < to; i++) {
            byte one = entry.bytes()[i];
            if (one >= 0x20 && one < 0x7f && one != '"' && one != '\\') {
                bytes[length++] = one;
            } else {
                bytes[length++] = '\\';
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[one >>> 4 & 15];
                bytes[length++] = HEX[one & 15];
            }
        }
        return this;
    }

    /** As nginx escapes: {@code \\xXX}; a missing text is a dash. */
    LineBuffer combined(LogEntry entry, int text) {
        int from = entry.start(text);
        int to = from + entry.length(text);
        if (from == to) {
            return add('-');
        }
        room(4 * (to - from));
        for (int i = from; i < to; i++) {
            byte one = entry.bytes()[i];
            if (one >= 0x20 && one < 0x7f && one != '"' && one != '\\') {
                bytes[length++] = one;
            } else {
                bytes[length++] = '\\';
                bytes[length++] = 'x';
                bytes[length++] = HEX[one >>> 4 & 15];
                bytes[length++] = HEX[one & 15];
            }
        }
        return this;
    }
}
