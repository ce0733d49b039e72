package dev.drover.observe.recording;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Recordings that are put one behind the other. */
public final class Parts {
    private Parts() {}

    /** Copies a recording up to its last whole chunk: nothing of what is damaged or no recording. */
    public static void copyWhole(InputStream from, OutputStream to) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        var out = new DataOutputStream(to);
        if (!Arrays.equals(in.readNBytes(Format.MAGIC.length), Format.MAGIC)) {
            return;
        }
        out.write(Format.MAGIC);
        try {
            while (copyChunk(in, out)) {
                // One after the other.
            }
        } catch (EOFException e) {
            // It ends within a chunk, as after a crash.
        }
        out.flush();
    }

    private static boolean copyChunk(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        int raw = in.readInt();
        int crc = in.readInt();
        if (length < 0 || length > Format.LARGEST_CHUNK || raw < 0 || raw > Format.LARGEST_CHUNK) {
            return false;
        }
        byte[] deflated = in.readNBytes(length);
        var sum = new CRC32();
        sum.update(deflated);
        if (deflated.length < length || (int) sum.getValue() != crc || !inflates(deflated, raw)) {
            return false;
        }
        out.writeInt(length);
        out.writeInt(raw);
        out.writeInt(crc);
        out.write(deflated);
        return true;
    }

    /** The checksum is of the deflated bytes only: how long they become may be damaged by itself. */
    private static boolean inflates(byte[] deflated, int length) {
        byte[] piece = new byte[8192];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(deflated);
            long inflated = 0;
            int more = inflater.inflate(piece);
            while (more > 0 && inflated <= length) {
                inflated += more;
                more = inflater.inflate(piece);
            }
            return inflated == length;
        } catch (DataFormatException e) {
            return false;
        }
    }
}
