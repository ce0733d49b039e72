package dev.drover.gateway.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Entries on their way from one event loop to the log's thread: a ring of bytes with one writer and one reader (L. Lamport, 1977),
 * so neither waits for the other.
 *
 * <p>An entry lies in one piece. Where the end of the array is too near, a mark sends the reader to its beginning.
 */
final class LogRing {
    /** Stands for the size of an entry: go on at the beginning. */
    private static final int WRAP = -1;

    private static final VarHandle READ;
    private static final VarHandle WRITTEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            READ = lookup.findVarHandle(LogRing.class, "read", long.class);
            WRITTEN = lookup.findVarHandle(LogRing.class, "written", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final byte[] bytes;
    private final int mask;

    @SuppressWarnings("unused")
    private long read;

    @SuppressWarnings("unused")
    private long written;

    /** Writer's own: where {@code read} was when it last looked. */
    private long readSeen;

    private long start;

    /**
     * Makes an empty ring.
     *
     * @param size bytes, a power of two
     */
    LogRing(int size) {
        bytes = new byte[size];
        mask = size - 1;
    }

    /** By the writer: a place for an entry of this many bytes, or negative if there is none. */
    int reserve(int size) {
        long at = (long) WRITTEN.get(this);
        int offset = (int) at & mask;
        int skip = offset + size > bytes.length ? bytes.length - offset : 0;
        if (at + skip + size - readSeen > bytes.length) {
            readSeen = (long) READ.getAcquire(this);
            if (at + skip + size - readSeen > bytes.length) {
                return -1;
            }
        }
        if (skip > 0) {
            Layout.INT.set(bytes, offset, WRAP);
        }
        start = at + skip;
        return (int) start & mask;
    }

    /** By the writer: the entry that lies in the reserved place is complete. True if the ring is more than half full. */
    boolean publish(int size) {
        long end = start + size;
        WRITTEN.setRelease(this, end);
        if (end - readSeen > bytes.length / 2) {
            readSeen = (long) READ.getAcquire(this);
        }
        return end - readSeen > bytes.length / 2;
    }

    byte[] bytes() {
        return bytes;
    }

    /** By the reader: lets the visitor see every complete entry, then frees them all. The number of entries. */
    int drain(Visitor visitor) {
        long from = (long) READ.get(this);
        long to = (long) WRITTEN.getAcquire(this);
        int entries = 0;
        while (from < to) {
            int offset = (int) from & mask;
            int size = (int) Layout.INT.get(bytes, offset);
            if (size == WRAP) {
                from += bytes.length - offset;
            } else {
                visitor.entry(bytes, offset);
                from += size;
                entries++;
            }
        }
        READ.setRelease(this, to);
        return entries;
    }

    /** Sees one entry; it is valid during the call. */
    interface Visitor {
        void entry(byte[] bytes, int offset);
    }
}
