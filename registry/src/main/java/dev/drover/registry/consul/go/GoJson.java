package dev.drover.registry.consul.go;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first JSON value of a text, read as Go's {@code json.Decoder} reads it (RFC 8259), with its words for what is wrong: objects
 * become ordered maps, lists {@link java.util.List}s, numbers {@link BigDecimal}s, and text, truth and null what they are. What
 * follows the first value is not looked at.
 */
public final class GoJson {
    private static final int DEEPEST = 1000;
    private static final int LONGEST_NUMBER = 400;

    private final String text;
    private int at;
    private int depth;

    private GoJson(String text) {
        this.text = text;
    }

    public static @Nullable Object parse(byte[] utf8) throws Unreadable {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    public static @Nullable Object parse(String text) throws Unreadable {
        var json = new GoJson(text);
        json.skipSpace();
        if (json.at == text.length()) {
            throw new Unreadable("EOF");
        }
        return json.value();
    }

    private @Nullable Object value() throws Unreadable {
        char c = next();
        if (c == '-' || digit(c)) {
            return number();
        }
        return switch (c) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> throw unexpected(c, "looking for beginning of value");
        };
    }

    private Map<String, @Nullable Object> object() throws Unreadable {
        var members = new LinkedHashMap<String, @Nullable Object>();
        enter();
        if (next() == '}') {
            leave();
            return members;
        }
        while (true) {
            char quote = next();
            if (quote != '"') {
                throw unexpected(quote, "looking for beginning of object key string");
            }
            String name = string();
            demand(':', "after object key");
            at++;
            next();
            members.put(name, value());
            char then = next();
            if (then == '}') {
                leave();
                return members;
            }
            demand(',', "after object key:value pair");
            at++;
        }
    }

    private List<@Nullable Object> list() throws Unreadable {
        var elements = new ArrayList<@Nullable Object>();
        enter();
        if (next() == ']') {
            leave();
            return elements;
        }
        while (true) {
            elements.add(value());
            char then = next();
            if (then == ']') {
                leave();
                return elements;
            }
            demand(',', "after array element");
            at++;
        }
    }

    private void enter() throws Unreadable {
        at++;
        depth++;
        if (depth > DEEPEST) {
            throw new Unreadable("exceeded max depth");
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    private String string() throws Unreadable {
        at++;
        var out = new StringBuilder();
        while (true) {
            char c = here();
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') {
                throw unexpected(c, "in string literal");
            }
            at++;
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() throws Unreadable {
        char c = here();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw unexpected(c, "in string escape code");
        };
    }

    private char unicode() throws Unreadable {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = here();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected(c, "in \\u hexadecimal character escape");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private BigDecimal number() throws Unreadable {
        int from = at;
        if (here() == '-') {
            at++;
            if (!digit(here())) {
                throw unexpected(here(), "in numeric literal");
            }
        }
        if (here() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            demandDigit("after decimal point in numeric literal");
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            if (here() == '+' || here() == '-') {
                at++;
            }
            demandDigit("in exponent of numeric literal");
        }
        return decimal(text.substring(from, at));
    }

    private static BigDecimal decimal(String digits) throws Unreadable {
        try {
            var number = digits.length() > LONGEST_NUMBER ? null : new BigDecimal(digits);
            if (number != null && Math.abs((long) number.scale()) <= LONGEST_NUMBER) {
                return number;
            }
        } catch (NumberFormatException e) {
            // An exponent beyond 32 bits: out of range, too.
        }
        throw new Unreadable("json: cannot unmarshal number " + digits + " into Go value of type float64");
    }

    private void demandDigit(String where) throws Unreadable {
        if (!digit(here())) {
            throw unexpected(here(), where);
        }
        digits();
    }

    private void digits() {
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
    }

    private @Nullable Object word(String word, @Nullable Object meaning) throws Unreadable {
        for (int i = 0; i < word.length(); i++) {
            char c = here();
            if (c != word.charAt(i)) {
                throw unexpected(c, "in literal " + word + " (expecting " + quoted(word.charAt(i)) + ")");
            }
            at++;
        }
        return meaning;
    }

    private void demand(char wanted, String where) throws Unreadable {
        char c = next();
        if (c != wanted) {
            throw unexpected(c, where);
        }
    }

    private char next() throws Unreadable {
        skipSpace();
        return here();
    }

    private char here() throws Unreadable {
        if (at == text.length()) {
            throw new Unreadable("unexpected EOF");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Unreadable unexpected(char c, String where) {
        return new Unreadable("invalid character " + quoted(c) + " " + where);
    }

    private static String quoted(char c) {
        return switch (c) {
            case '\'' -> "'\\''";
            case '"' -> "'\"'";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            default -> c < ' ' ? String.format("'\\x%02x'", (int) c) : "'" + c + "'";
        };
    }
}
