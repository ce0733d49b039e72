package dev.drover.gateway.stage;

/** Eight hex digits at once: the nibbles of an int spread over the bytes of a long, then all made ASCII together. */
public final class Hex {
    private static final long ZEROS = 0x3030303030303030L;
    private static final long SIXES = 0x0606060606060606L;
    private static final long ONES = 0x0101010101010101L;
    /** From the character behind 9 to {@code a}. */
    private static final int LETTERS = 'a' - '9' - 1;

    private Hex() {}

    /** The digits of the lower 32 bits, the first one in the highest byte. */
    public static long digits(long value) {
        long nibbles = (value & 0xffff0000L) << 16 | (value & 0xffffL);
        nibbles = (nibbles << 8 | nibbles) & 0x00ff00ff00ff00ffL;
        nibbles = (nibbles << 4 | nibbles) & 0x0f0f0f0f0f0f0f0fL;
        long isLetter = (nibbles + SIXES) >>> 4 & ONES;
        return nibbles + ZEROS + isLetter * LETTERS;
    }
}
