package dev.drover.registry.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Plain files one after the other (POSIX.1-1988, {@code ustar}): each a header of 512 bytes and its content, filled up to a
 * multiple of 512; two empty headers end it.
 *
 * <pre>
 * 0 name 100 | mode 8 | uid 8 | gid 8 | 124 size 12 | 136 mtime 12 | 148 checksum 8 | 156 type | ... | 257 "ustar" NUL "00"
 * </pre>
 *
 * Numbers are octal digits; the checksum is the sum of the header's bytes with itself taken for blanks.
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int SUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int NUMBER = 12;

    private Tar() {}

    static byte[] of(SequencedMap<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            out.writeBytes(header(name, content.length));
            out.writeBytes(content);
            out.writeBytes(new byte[-content.length & (BLOCK - 1)]);
        });
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, MODE, "0000600\0" + "0000000\0" + "0000000\0");
        put(header, SIZE, "%011o\0".formatted(size));
        put(header, TIME, "%011o\0".formatted(0));
        header[TYPE] = '0';
        put(header, MAGIC, "ustar\0" + "00");
        put(header, SUM, "%06o\0 ".formatted(sum(header)));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static int sum(byte[] header) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM && i < SUM + 8 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    /**
     * The files of an archive, up to a size in all.
     *
     * @throws IOException with words for whoever sent it
     */
    static Map<String, byte[]> read(InputStream in, int most) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        int left = most;
        while (true) {
            byte[] header = exactly(in, BLOCK);
            if (Arrays.equals(header, new byte[BLOCK])) {
                return files;
            }
            if (number(header, SUM, 8) != sum(header)) {
                throw new IOException("a header in it is damaged");
            }
            if (header[TYPE] != '0' && header[TYPE] != 0) {
                throw new IOException("it holds something else than plain files");
            }
            long size = number(header, SIZE, NUMBER);
            if (size < 0 || size > left) {
                throw new IOException("it is larger than " + (most >> 20) + " MiB");
            }
            left -= (int) size;
            byte[] content = exactly(in, (int) size);
            exactly(in, (int) -size & (BLOCK - 1));
            if (files.put(name(header), content) != null) {
                throw new IOException("it holds " + name(header) + " twice");
            }
        }
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("it ends too early");
        }
        return bytes;
    }

    private static String name(byte[] header) {
        int end = 0;
        while (end < NAME && header[end] != 0) {
            end++;
        }
        return new String(header, 0, end, US_ASCII);
    }

    private static long number(byte[] header, int at, int length) throws IOException {
        String digits =
                new String(header, at, length, US_ASCII).replace('\0', ' ').strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("a header in it is damaged", e);
        }
    }
}
