package dev.drover.gateway.log;

import dev.drover.gateway.stage.Hex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of lines that are not written yet. Grows as needed; by the log's thread only. */
final class LineBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Eight digits, the first one in the highest byte. */
    private static final VarHandle DIGITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Printable ASCII but for the quote and the backslash. */
    private static final boolean[] HARMLESS = new boolean[256];

    static {
        for (int i = 0x20; i < 0x7f; i++) {
            HARMLESS[i] = i != '"' && i != '\\';
        }
    }

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

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    LineBuffer add(String ascii) {
        int more = ascii.length();
        room(more);
        byte[] into = bytes;
        int at = length;
        for (int i = 0; i < more; i++) {
            into[at + i] = (byte) ascii.charAt(i);
        }
        length = at + more;
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
        DIGITS.set(bytes, length, Hex.digits(number >>> 32));
        DIGITS.set(bytes, length + 8, Hex.digits(number));
        length += 16;
        return this;
    }

    /** Text from a client, made harmless: quotes, control characters and what is not ASCII become {@code \\u00XX}. */
    LineBuffer json(LogEntry entry, int text) {
        byte[] from = entry.bytes();
        int start = entry.start(text);
        int end = start + entry.length(text);
        room(6 * (end - start));
        int clean = start;
        for (int i = start; i < end; i++) {
            if (HARMLESS[from[i] & 0xff]) {
                continue;
            }
            copy(from, clean, i);
            clean = i + 1;
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[from[i] >>> 4 & 15];
            bytes[length++] = HEX[from[i] & 15];
        }
        copy(from, clean, end);
        return this;
    }

    private void copy(byte[] from, int start, int end) {
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
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
            if (HARMLESS[one & 0xff]) {
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
