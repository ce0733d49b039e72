package dev.drover.dns.answer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What holds for networks of clients, found by an address of theirs. Of all threads. A network has four places by its hash; where all are taken another
 * one goes. The table grows while that happens often, up to {@link #MOST}.
 */
final class Networks<V> {
    /** Networks that are kept. */
    static final int MOST = 1 << 13;

    private static final int LEAST = 1 << 5;
    private static final int WAYS = 4;
    private static final int IPV4_BITS = 96;

    /** What it takes to find a network. */
    private volatile AtomicReferenceArray<@Nullable Known<V>> table = new AtomicReferenceArray<>(LEAST);

    /** Since the table has its size; threads may miss each other's, it is only a reason to grow. */
    private int evictions;

    /**
     * What holds for one network.
     *
     * @param mapped whether its clients are of IPv4
     * @param bits of the 128 that they have in common, those of IPv4 behind 96 others
     * @param scope the same as a resolver is told
     */
    record Known<V>(boolean mapped, long high, long low, int bits, int scope, V value) {
        private boolean covers(boolean otherMapped, long otherHigh, long otherLow) {
            if (mapped != otherMapped) {
                return false;
            }
            long first = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
            long second = bits <= 64 ? 0 : -1L << (128 - bits);
            return ((high ^ otherHigh) & first) == 0 && ((low ^ otherLow) & second) == 0;
        }
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The first of the places: clients of one /24, or /56, have the same ones. */
    private static int place(boolean mapped, long high, long low, int size) {
        long network = mapped ? low >>> 8 : high >>> 8;
        return (int) ((network * 0x9e3779b97f4a7c15L) >>> 40) & (size - WAYS);
    }

    /** Of an address as 128 bits, those of IPv4 as {@code ::ffff:a.b.c.d}. */
    @Nullable
    Known<V> find(long high, long low) {
        boolean mapped = isMapped(high, low);
        AtomicReferenceArray<@Nullable Known<V>> now = table;
        int first = place(mapped, high, low, now.length());
        for (int i = first; i < first + WAYS; i++) {
            Known<V> known = now.getAcquire(i);
            if (known != null && known.covers(mapped, high, low)) {
                return known;
            }
        }
        return null;
    }

    /** @param scope bits of the address for which it holds */
    Known<V> keep(long high, long low, int scope, V value) {
        boolean mapped = isMapped(high, low);
        var known = new Known<>(mapped, high, low, mapped ? IPV4_BITS + scope : scope, scope, value);
        AtomicReferenceArray<@Nullable Known<V>> now = table;
        int first = place(mapped, high, low, now.length());
        for (int i = first; i < first + WAYS; i++) {
            if (now.getAcquire(i) == null) {
                now.setRelease(i, known);
                return known;
            }
        }
        if (++evictions > now.length() / WAYS && now.length() < MOST) {
            evictions = 0;
            now = grown(now);
            first = place(mapped, high, low, now.length());
        }
        now.setRelease(first + (evictions & (WAYS - 1)), known);
        return known;
    }

    private AtomicReferenceArray<@Nullable Known<V>> grown(AtomicReferenceArray<@Nullable Known<V>> old) {
        var larger = new AtomicReferenceArray<@Nullable Known<V>>(old.length() * WAYS);
        for (int i = 0; i < old.length(); i++) {
            Known<V> known = old.getAcquire(i);
            if (known != null) {
                int first = place(known.mapped(), known.high(), known.low(), larger.length());
                int at = first;
                while (at < first + WAYS - 1 && larger.getPlain(at) != null) {
                    at++;
                }
                larger.setPlain(at, known);
            }
        }
        table = larger;
        return larger;
    }
}
