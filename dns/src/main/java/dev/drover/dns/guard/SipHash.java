package dev.drover.dns.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4: a hash of short messages under a key, which nobody without the key can tell from noise.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012</a>
 */
final class SipHash {
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private SipHash() {}

    /** A key of 16 bytes, as two words. */
    record Key(long first, long second) {
        static Key of(byte[] bytes) {
            return new Key((long) U64.get(bytes, 0), (long) U64.get(bytes, 8));
        }
    }

    /** Of the first {@code length} bytes. */
    static long of(Key key, byte[] message, int length) {
        long v0 = key.first() ^ 0x736f6d6570736575L;
        long v1 = key.second() ^ 0x646f72616e646f6dL;
        long v2 = key.first() ^ 0x6c7967656e657261L;
        long v3 = key.second() ^ 0x7465646279746573L;
        int words = length / 8 + 1;
        for (int i = 0; i < words + 2; i++) {
            // Two rounds for each word, the rest with the length being the last; then twice two to end.
            long word = i < words - 1 ? get(message, i * 8) : i == words - 1 ? rest(message, i * 8, length) : 0;
            v3 ^= word;
            v2 ^= i == words ? 0xff : 0;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long rest(byte[] message, int from, int length) {
        long word = (long) length << 56;
        for (int i = from; i < length; i++) {
            word |= (message[i] & 0xffL) << (8 * (i - from));
        }
        return word;
    }

    /** The hash as bytes, as the algorithm gives them. */
    static void put(long hash, byte[] into, int at) {
        U64.set(into, at, hash);
    }

    static long get(byte[] from, int at) {
        return (long) U64.get(from, at);
    }
}
