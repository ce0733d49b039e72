package dev.drover.registry.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.registry.state.Copy;
import dev.drover.registry.state.Image;
import dev.drover.registry.state.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A file that holds a state: a compressed archive of {@code meta.json}, {@code state.bin} and {@code SHA256SUMS}, which are named and
 * shaped as in Consul's, so that {@code consul snapshot save} and {@code inspect} find what they verify. The state itself is Drover's
 * own and no other program's.
 *
 * @see <a href="https://developer.hashicorp.com/consul/commands/snapshot">Consul: snapshots</a>
 */
public final class Archive {
    /** The largest file that is taken, and the largest state in it: both are held in memory. */
    public static final int LARGEST = 128 << 20;

    private static final String META = "meta.json";
    private static final String STATE = "state.bin";
    private static final String SUMS = "SHA256SUMS";
    private static final byte[] BEGIN = "drover registry 1\n".getBytes(US_ASCII);

    /** What may follow the last file; it has to be read for the checksum at the end. */
    private static final int FILLING = 64 << 10;

    private Archive() {}

    /** A file that is none, or not whole. The message begins with what is wrong with it. */
    public static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * The file.
     *
     * @param server of whom the store consists, told as Consul's only server
     */
    public static byte[] of(State state, String server) {
        byte[] bin = joined(BEGIN, Copy.of(state));
        byte[] meta = meta(state.index(), server, bin.length).getBytes(UTF_8);
        var files = new LinkedHashMap<String, byte[]>();
        files.put(META, meta);
        files.put(STATE, bin);
        files.put(SUMS, (sum(META, meta) + sum(STATE, bin)).getBytes(US_ASCII));
        var out = new ByteArrayOutputStream(bin.length + (4 << 10));
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(Tar.of(files));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** What Consul's Raft says of a snapshot (its {@code SnapshotMeta}). */
    private static String meta(long index, String server, int size) {
        return """
                {"Version":1,"ID":"1-%d","Index":%d,"Term":1,"Peers":"","Configuration":{"Servers":[{"Suffrage":0,\
                "ID":"%s","Address":"%s"}]},"ConfigurationIndex":1,"Size":%d}
                """.formatted(index, index, server, server, size);
    }

    private static String sum(String name, byte[] content) {
        return Copy.digest(content) + "  " + name + "\n";
    }

    /**
     * The copy that the file holds, looked through to its end: it can be restored.
     *
     * @param longest what it may take unpacked
     */
    public static byte[] copy(byte[] file, long longest) throws Unfit {
        Map<String, byte[]> files = files(file);
        if (!files.keySet().equals(Set.of(META, STATE, SUMS))) {
            throw new Unfit("this is no snapshot: it holds " + files.keySet() + " (expected: " + META + ", " + STATE
                    + " and " + SUMS + ")");
        }
        byte[] bin = files.getOrDefault(STATE, new byte[0]);
        String sums = new String(files.getOrDefault(SUMS, new byte[0]), US_ASCII);
        for (String name : new String[] {META, STATE}) {
            if (!sums.contains(sum(name, files.getOrDefault(name, new byte[0])))) {
                throw new Unfit("the snapshot is damaged: " + name + " is not what " + SUMS + " says");
            }
        }
        if (bin.length < BEGIN.length || !Arrays.equals(bin, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
            throw new Unfit("this snapshot was not made by Drover, or by a later one; what Consul holds is brought over"
                    + " by /v1/kv and by registering anew");
        }
        byte[] copy = Arrays.copyOfRange(bin, BEGIN.length, bin.length);
        try {
            Image _ = Copy.read(copy, longest);
            return copy;
        } catch (Copy.Unreadable e) {
            throw new Unfit("the snapshot cannot be restored: " + e.getMessage());
        }
    }

    private static Map<String, byte[]> files(byte[] file) throws Unfit {
        try (InputStream zip = new GZIPInputStream(new ByteArrayInputStream(file))) {
            Map<String, byte[]> files = Tar.read(zip, LARGEST);
            if (zip.readNBytes(FILLING).length == FILLING) {
                throw new Unfit("this is no snapshot: more follows its end");
            }
            return files;
        } catch (Unfit e) {
            throw e;
        } catch (ZipException e) {
            throw new Unfit("this is no snapshot: it is not compressed with gzip, or damaged");
        } catch (EOFException e) {
            throw new Unfit("the snapshot is not whole: it ends too early");
        } catch (IOException e) {
            throw new Unfit("this is no snapshot: " + e.getMessage());
        }
    }
}
