package dev.drover.dns.message;

/**
 * A name with a hash of each of its endings, for tables that look for the closest name they know. Reused for one name after
 * another; letters are lowered (RFC 4343).
 *
 * <pre>
 *   label       0    1        2    3 = root
 *   lower       3www 7example 3com 0
 *   hash(0) of www.example.com, hash(1) of example.com, hash(2) of com, hash(3) of the root
 * </pre>
 */
public final class Suffixes {
    private static final int LONGEST = 255;
    private static final int MOST_LABELS = 127;
    private static final int MULTIPLIER = 0x9e3779b1;

    private final byte[] lower = new byte[LONGEST + 1];
    private final int[] starts = new int[MOST_LABELS + 1];
    private final int[] hashes = new int[MOST_LABELS + 1];
    private int labels;
    private int length;

    /**
     * Reads the name that begins at an offset, without compression.
     *
     * @return where it ends, or -1 when it is none or does not end before {@code limit}
     */
    public int read(byte[] from, int at, int limit) {
        int count = 0;
        int i = 0;
        while (true) {
            if (at + i >= limit) {
                return -1;
            }
            int size = from[at + i];
            if (size <= 0) {
                if (size < 0) {
                    return -1;
                }
                break;
            }
            if (size > 63 || i + size > LONGEST - 2 || at + i + size >= limit) {
                return -1;
            }
            starts[count] = i;
            hashes[count++] = readLabel(from, at + i, i, size);
            i += 1 + size;
        }
        lower[i] = 0;
        starts[count] = i;
        labels = count;
        length = i + 1;
        addUp(count);
        return at + length;
    }

    private int readLabel(byte[] from, int at, int to, int size) {
        lower[to] = (byte) size;
        int hash = size;
        for (int i = 1; i <= size; i++) {
            int b = from[at + i];
            if (b >= 'A' && b <= 'Z') {
                b += 32;
            }
            lower[to + i] = (byte) b;
            hash = hash * 31 + b;
        }
        return hash;
    }

    /** From the hashes of labels to those of endings. */
    private void addUp(int count) {
        int hash = 0;
        hashes[count] = 0;
        for (int i = count - 1; i >= 0; i--) {
            hash = (hash ^ hashes[i]) * MULTIPLIER;
            hash ^= hash >>> 15;
            hashes[i] = hash;
        }
    }

    /** How many labels, the root's not counted. */
    public int labels() {
        return labels;
    }

    /** Bytes on the wire. */
    public int length() {
        return length;
    }

    /** Where the ending that begins with that label begins in {@link #lower}. */
    public int start(int label) {
        return starts[label];
    }

    public int hash(int label) {
        return hashes[label];
    }

    /** The whole name in lower case, {@link #length} bytes; to be read only. */
    public byte[] lower() {
        return lower;
    }
}
