package dev.drover.registry.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** String literals as Go writes them: package strconv, and "String literals" and "Rune literals" of the language's specification. */
final class Quoted {
    private final String inner;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    private Quoted(String inner) {
        this.inner = inner;
    }

    /** The text with quotes around it, in printable characters. */
    static String quote(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 11 -> out.append("\\v");
                default -> append(out, c);
            }
        });
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int c) {
        if (c == ' ' || isPrintable(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x80) {
            out.append("\\x%02x".formatted(c));
        } else {
            out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * What a literal means; null if it is not one.
     *
     * @param literal with the double quotes or backticks around it
     */
    static @Nullable String unquote(String literal) {
        String inner = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return inner.replace("\r", "");
        }
        return inner.indexOf('\n') >= 0 ? null : new Quoted(inner).read();
    }

    private @Nullable String read() {
        while (at < inner.length()) {
            int c = inner.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                write(c);
            } else if (at == inner.length() || !escape(inner.charAt(at++))) {
                return null;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private boolean escape(char kind) {
        switch (kind) {
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(11);
            case '\\', '"' -> bytes.write(kind);
            case 'x' -> {
                return number(2, 16, 0xff, false);
            }
            case 'u' -> {
                return number(4, 16, Character.MAX_CODE_POINT, true);
            }
            case 'U' -> {
                return number(8, 16, Character.MAX_CODE_POINT, true);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                return number(3, 8, 0xff, false);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(int digits, int base, int most, boolean character) {
        if (inner.length() - at < digits) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            char c = inner.charAt(at++);
            int digit = c < 0x80 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                return false;
            }
            value = value * base + digit;
        }
        if (value > most || (character && value >= 0xd800 && value < 0xe000)) {
            return false;
        }
        if (character) {
            write((int) value);
        } else {
            bytes.write((int) value);
        }
        return true;
    }

    private void write(int c) {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }
}
