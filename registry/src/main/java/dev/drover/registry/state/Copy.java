package dev.drover.registry.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.registry.entry.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** All that the registry holds, as bytes that can be kept and put back: the JSON of an {@link Image}, compressed (RFC 1952). */
public final class Copy {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(Times.module()).build();

    /** Of the JSON, on any node: one that takes less would part from the others. */
    private static final long LONGEST = 1L << 30;

    private Copy() {}

    /** These bytes are no copy. The message says what is wrong with them, and holds nothing of what is in them. */
    public static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** What was compressed without end would fill the memory. */
    private static final class Bounded extends FilterInputStream {
        private final long longest;
        private long left;

        Bounded(InputStream in, long longest) {
            super(in);
            this.longest = longest;
            this.left = longest;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            return counted(read, read);
        }

        private int counted(int result, int read) throws IOException {
            left -= Math.max(0, read);
            if (left < 0) {
                throw new Unreadable("the copy holds more than " + (longest >> 20) + " MiB, there is no room for more");
            }
            return result;
        }
    }

    public static byte[] of(State state) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out, 64 << 10)) {
            JSON.writeValue(zip, Image.of(state).forCopy());
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    /** What the copy holds, if that belongs together. */
    static Image read(byte[] copy) throws Unreadable {
        return read(copy, LONGEST);
    }

    /**
     * What the copy holds, if that belongs together.
     *
     * @param longest what it may take unpacked
     */
    public static Image read(byte[] copy, long longest) throws Unreadable {
        long most = Math.min(longest, LONGEST);
        try (var in = new Bounded(new GZIPInputStream(new ByteArrayInputStream(copy), 64 << 10), most)) {
            Image image = JSON.readValue(in, Image.class);
            String flaw = image == null ? "is empty" : Restoring.flaw(image);
            if (image == null || !flaw.isEmpty()) {
                throw new Unreadable("the copy " + flaw);
            }
            return image;
        } catch (Unreadable e) {
            throw e;
        } catch (JacksonException e) {
            throw new Unreadable("the copy is no JSON of this version of Drover, from line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new Unreadable("the copy cannot be decompressed: " + e.getMessage());
        }
    }

    /** SHA-256 (FIPS 180-4), in hexadecimal digits. */
    public static String digest(byte[] copy) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(copy));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
