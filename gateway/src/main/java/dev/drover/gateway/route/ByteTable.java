package dev.drover.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from short byte strings, asked with a piece of a larger array and its hash. Open addressing with linear
 * probing in a table at most half full, so that a miss costs about one probe.
 */
final class ByteTable<V> {
    private final int mask;
    private final int[] hashes;
    private final byte[] @Nullable [] keys;
    private final Object[] values;

    ByteTable(Map<String, V> entries) {
        int size = Math.max(2, Integer.highestOneBit(Math.max(1, entries.size())) << 2);
        mask = size - 1;
        hashes = new int[size];
        keys = new byte[size][];
        values = new Object[size];
        entries.forEach(this::put);
    }

    private void put(String key, V value) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        int hash = hash(bytes, 0, bytes.length);
        int slot = hash & mask;
        while (keys[slot] != null) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        keys[slot] = bytes;
        values[slot] = value;
    }

    /** The value of the key that equals {@code bytes[from, to)}; {@code hash} must be that of {@link #hash}. */
    @SuppressWarnings("unchecked")
    @Nullable
    V get(byte[] bytes, int from, int to, int hash) {
        int slot = hash & mask;
        byte[] key = keys[slot];
        while (key != null) {
            if (hashes[slot] == hash && Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return (V) values[slot];
            }
            slot = (slot + 1) & mask;
            key = keys[slot];
        }
        return null;
    }

    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = step(hash, bytes[i]);
        }
        return finish(hash);
    }

    static int step(int hash, byte next) {
        return 31 * hash + next;
    }

    /** Spreads the bits, since the table takes the lowest. */
    static int finish(int hash) {
        int spread = hash * 0x9E3779B9;
        return spread ^ spread >>> 16;
    }
}
