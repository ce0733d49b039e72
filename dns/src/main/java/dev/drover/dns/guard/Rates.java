package dev.drover.dns.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How much was answered lately, by key: in a table whose size never changes, shared by all threads, without locks.
 *
 * <p>Each key has one number, the time at which what it was given would be paid off at its rate: the generic cell rate algorithm (ITU-T
 * I.371, appendix A). Who stands in a bucket is told by 24 bits of a keyed hash.
 *
 * <pre>
 *   63            40 39                                                        0
 *   +---------------+----------------------------------------------------------+
 *   | tag of key    | paid off at, microseconds                                |     two of these are a bucket
 *   +---------------+----------------------------------------------------------+
 * </pre>
 *
 * A key whose debt is paid is nobody any more, which at 100 answers a second takes 10 ms: so a flood of made-up addresses does not fill the table.
 * Where both places of a bucket are in debt, the lesser debt is forgotten: that lets through rather than out.
 */
final class Rates {
    private static final VarHandle CELL =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final int TIME = 40;
    private static final long MASK = (1L << TIME) - 1;
    private static final int TRIES = 4;
    /** By how much clocks of threads may differ, microseconds: each reads its own once for several queries. */
    private static final long APART = 1_000_000;

    /** A power of two; the table is twice as many numbers. */
    private final int buckets;

    private final long[] cells;

    Rates(int buckets) {
        this.buckets = buckets;
        this.cells = new long[buckets * 2];
    }

    /**
     * Whether one more may be given.
     *
     * @param key a hash that depends on all of the key, and that nobody can foresee
     * @param now microseconds
     * @param interval microseconds between two that are given for ever
     * @param ahead microseconds that may be given in advance: a burst
     */
    boolean take(long key, long now, long interval, long ahead) {
        int bucket = bucket(key);
        long tag = key & ~MASK;
        for (int tries = 0; tries < TRIES; tries++) {
            int at = place(bucket, tag, now, ahead + interval);
            long cell = (long) CELL.getOpaque(cells, at);
            long debt = (cell & ~MASK) == tag ? debt(cell, now, ahead + interval) : 0;
            if (debt > ahead) {
                return false;
            }
            long next = tag | ((now + debt + interval) & MASK);
            if (CELL.compareAndSet(cells, at, cell, next)) {
                return true;
            }
        }
        return true; // Others took their turns; that is no flood of this key's own.
    }

    /** What {@link #take} of this key will look at first: whoever reads it has it fetched from memory. */
    long peek(long key) {
        return (long) CELL.getOpaque(cells, bucket(key));
    }

    private int bucket(long key) {
        return ((int) key & (buckets - 1)) * 2;
    }

    private int place(int bucket, long tag, long now, long most) {
        long first = (long) CELL.getOpaque(cells, bucket);
        if ((first & ~MASK) == tag) {
            return bucket;
        }
        long second = (long) CELL.getOpaque(cells, bucket + 1);
        if ((second & ~MASK) == tag) {
            return bucket + 1;
        }
        return debt(first, now, most) <= debt(second, now, most) ? bucket : bucket + 1;
    }

    /**
     * What is not paid yet. A time further ahead than anybody can be, seen by the thread whose clock is the latest behind, is one from before the
     * clock's 12 days went round.
     */
    private static long debt(long cell, long now, long most) {
        long ahead = ((cell - now) << (Long.SIZE - TIME)) >> (Long.SIZE - TIME);
        return ahead > most + APART || ahead < 0 ? 0 : ahead;
    }
}
