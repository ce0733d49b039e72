package dev.drover.gateway.stage;

import java.nio.charset.StandardCharsets;

/**
 * Bytes inside somebody else's memory: a path in an HTTP/1 head, a field value in a decoded HTTP/2 block. A view, not a copy; it
 * is valid until the request ends, or until the same lookup is made again if its method says so.
 */
public interface Text extends CharSequence {
    @Override
    int length();

    byte at(int index);

    /** Copies {@code length} bytes from {@code from} to {@code into}, beginning at {@code at}. */
    void copy(int from, byte[] into, int at, int length);

    @Override
    default boolean isEmpty() {
        return length() == 0;
    }

    /** The byte as a character of ISO 8859-1. */
    @Override
    default char charAt(int index) {
        return (char) (at(index) & 0xff);
    }

    /** A copy. */
    @Override
    default CharSequence subSequence(int start, int end) {
        return string().subSequence(start, end);
    }

    /** The same as {@link #string}: a text is a {@link CharSequence} for those who ask for one, such as a hash. */
    @Override
    String toString();

    /** The bytes as ISO 8859-1, in which each is one character. Allocates. */
    default String string() {
        byte[] copy = new byte[length()];
        copy(0, copy, 0, copy.length);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    default boolean contentEquals(byte[] other) {
        return other.length == length() && startsWith(other);
    }

    default boolean startsWith(byte[] prefix) {
        if (prefix.length > length()) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (at(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Compares ASCII letters without case, as field names are (RFC 9110 section 5.1). {@code lower} is in lower case. */
    default boolean equalsLower(byte[] lower) {
        if (lower.length != length()) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(at(i)) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    static byte lower(byte character) {
        return character >= 'A' && character <= 'Z' ? (byte) (character | 0x20) : character;
    }

    /** A view of a whole array, for answers, tests and what is not on the hot path. */
    static Text of(byte[] bytes) {
        return new ArrayText(bytes);
    }

    static Text of(String characters) {
        return of(characters.getBytes(StandardCharsets.ISO_8859_1));
    }
}
