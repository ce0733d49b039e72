package dev.drover.registry.filter;

import java.math.BigInteger;

/**
 * A text understood as a number or a truth value, by the rules of Go's package strconv, or why it is none.
 *
 * @param <T> what it is understood as
 */
sealed interface Literal<T> {
    record Of<T>(T meant) implements Literal<T> {}

    record Bad<T>(String why) implements Literal<T> {}

    /** {@code ParseBool}. */
    static Literal<Boolean> truth(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> new Of<>(true);
            case "0", "f", "F", "false", "FALSE", "False" -> new Of<>(false);
            default -> bad("ParseBool", text, "invalid syntax");
        };
    }

    /**
     * {@code ParseInt} with base 0 and 64 bits: the base is told by a prefix {@code 0b}, {@code 0o}, {@code 0} or {@code 0x}, and
     * an underscore may stand between digits and after a prefix.
     */
    static Literal<Long> whole(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        int base = base(digits);
        String bare = digits.substring(base == 10 ? 0 : digits.length() > 1 && isLetter(digits.charAt(1)) ? 2 : 1);
        boolean prefixed = bare.length() < digits.length();
        if (!underscoresFit(bare, prefixed)) {
            return bad("ParseInt", text, "invalid syntax");
        }
        bare = bare.replace("_", "");
        if (bare.isEmpty() || !bare.chars().allMatch(c -> c < 0x80 && Character.digit(c, base) >= 0)) {
            return bad("ParseInt", text, "invalid syntax");
        }
        if (bare.length() > 64) {
            bare = bare.replaceFirst("^0+(?=.)", "");
        }
        var value = bare.length() > 64 ? BigInteger.ONE.shiftLeft(64) : new BigInteger(bare, base);
        value = text.startsWith("-") ? value.negate() : value;
        return value.bitLength() < 64 ? new Of<>(value.longValue()) : bad("ParseInt", text, "value out of range");
    }

    private static int base(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static boolean isLetter(char c) {
        return "xXbBoO".indexOf(c) >= 0;
    }

    private static boolean underscoresFit(String digits, boolean afterPrefix) {
        return !digits.endsWith("_") && !digits.contains("__") && (afterPrefix || !digits.startsWith("_"));
    }

    private static <T> Literal<T> bad(String function, String text, String why) {
        return new Bad<>("strconv." + function + ": parsing " + Quoted.quote(text) + ": " + why);
    }
}
