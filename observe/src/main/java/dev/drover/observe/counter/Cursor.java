package dev.drover.observe.counter;

import java.nio.charset.StandardCharsets;

/**
 * A place in the bytes of a counter file that only moves forward, and stays within them whatever they are.
 *
 * <p>A parser asks for what it expects; what is not there turns the cursor {@link #bad}, and it stays so. Numbers larger than a
 * long holds become the largest long: the kernel prints some unsigned ones.
 */
public final class Cursor {
    /** No word or line that is told is longer: a path has so many bytes at most (PATH_MAX of linux/limits.h). */
    private static final int LONGEST = 4096;

    private final byte[] bytes;
    private int at;
    private boolean bad;

    public Cursor(byte[] bytes) {
        this.bytes = bytes;
    }

    public Cursor(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** Whether something was asked for that was not there. */
    public boolean bad() {
        return bad;
    }

    /** The offset of the next byte. */
    public int place() {
        return Math.min(at, bytes.length);
    }

    public boolean atEnd() {
        return at >= bytes.length;
    }

    public boolean atLineEnd() {
        blanks();
        return atEnd() || bytes[at] == '\n';
    }

    /** Whether the next character is one of this range. */
    public boolean isBetween(char first, char last) {
        return !atEnd() && bytes[at] >= first && bytes[at] <= last;
    }

    /** Turns bad: what came cannot be. */
    public void fail() {
        bad = true;
    }

    public boolean isDigit() {
        return !atEnd() && bytes[at] >= '0' && bytes[at] <= '9';
    }

    /** Moves behind the next line end. */
    public void nextLine() {
        while (!atEnd() && bytes[at] != '\n') {
            at++;
        }
        at = Math.min(at + 1, bytes.length);
    }

    public void blanks() {
        while (!atEnd() && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Whether these characters come next; moves behind them if so. */
    public boolean skip(String text) {
        if (bytes.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    /** A decimal number without a sign, after blanks. */
    public long number() {
        blanks();
        int from = at;
        long value = 0;
        boolean tooLarge = false;
        while (!atEnd() && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at++] - '0';
            tooLarge |= value > (Long.MAX_VALUE - digit) / 10;
            value = tooLarge ? Long.MAX_VALUE : value * 10 + digit;
        }
        bad |= at == from;
        return value;
    }

    /** A decimal number, after blanks, perhaps with a minus. */
    public long signed() {
        blanks();
        return skip("-") ? -number() : number();
    }

    /** A hexadecimal number of at most 15 digits, after blanks. */
    public long hex() {
        blanks();
        int from = at;
        long value = 0;
        while (!atEnd() && Character.digit(bytes[at], 16) >= 0) {
            value = value << 4 | Character.digit(bytes[at++], 16);
        }
        bad |= at == from || at - from > 15;
        return value;
    }

    /** A number such as {@code 12.34}, after blanks. */
    public double decimal() {
        double whole = number();
        if (!skip(".")) {
            return whole;
        }
        int from = at;
        long digits = number();
        return whole + digits / Math.pow(10, at - from);
    }

    /** What stands before the next blank or line end; empty at a line end only, so that a loop over words comes to its end. */
    public String word() {
        blanks();
        int from = at;
        while (!atEnd() && bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\n') {
            at++;
        }
        return text(from);
    }

    /** What stands before this character in this line, which it moves behind; without it all of the line, and bad. */
    public String until(char end) {
        int from = at;
        while (!atEnd() && bytes[at] != end && bytes[at] != '\n') {
            at++;
        }
        String text = text(from);
        if (atEnd() || bytes[at] != end) {
            bad = true;
        } else {
            at++;
        }
        return text;
    }

    /** What is left of this line. */
    public String line() {
        int from = at;
        while (!atEnd() && bytes[at] != '\n') {
            at++;
        }
        return text(from);
    }

    /** Names that a host gives its things end up on terminals, and a host may lie about their length. */
    private String text(int from) {
        return Printable.of(new String(bytes, from, Math.min(at - from, LONGEST), StandardCharsets.UTF_8));
    }

    /** A file that holds nothing but one number. */
    public static Measured<Long> only(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.number());
    }

    /** The value, unless the cursor is bad. */
    public <T> Measured<T> unlessBad(T value) {
        return bad ? Measured.not("not understood near byte " + Math.min(at, bytes.length)) : Measured.of(value);
    }
}
