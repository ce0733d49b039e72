package dev.drover.registry.filter;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * A place in an expression that is being read, and what would have been accepted at the farthest place reached. Error messages
 * are those of the parser generator behind Consul's (pigeon, github.com/mna/pigeon): line, column and offset of the place, then
 * either an error of the grammar itself or the sorted list of what was expected there.
 */
final class Cursor {
    private final String text;
    private int at;
    private int farthest;
    private boolean inverted;
    private final Set<String> expected = new TreeSet<>();
    private final Set<String> errors = new LinkedHashSet<>();

    Cursor(String text) {
        this.text = text;
    }

    /** One character out of a set. */
    enum Kind {
        SPACE("[ \\t\\r\\n]") {
            @Override
            boolean has(char c) {
                return c == ' ' || c == '\t' || c == '\r' || c == '\n';
            }
        },
        LETTER("[a-zA-Z]") {
            @Override
            boolean has(char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            }
        },
        WORD("[a-zA-Z0-9_]") {
            @Override
            boolean has(char c) {
                return LETTER.has(c) || DIGIT.has(c) || c == '_';
            }
        },
        DIGIT("[0-9]") {
            @Override
            boolean has(char c) {
                return c >= '0' && c <= '9';
            }
        },
        FIRST_DIGIT("[1-9]") {
            @Override
            boolean has(char c) {
                return c >= '1' && c <= '9';
            }
        };

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        abstract boolean has(char c);
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    String since(int from) {
        return text.substring(from, at);
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes exactly this text. */
    boolean take(String literal) {
        boolean found = text.startsWith(literal, at);
        note(found, Quoted.quote(literal));
        if (found) {
            at += literal.length();
        }
        return found;
    }

    /** Takes one character of a kind. */
    boolean take(Kind kind) {
        boolean found = !atEnd() && kind.has(text.charAt(at));
        note(found, kind.shown);
        if (found) {
            at++;
        }
        return found;
    }

    /** Takes as many characters of a kind as there are, perhaps none. */
    void takeAll(Kind kind) {
        while (take(kind)) {
            // the condition moves on
        }
    }

    /** Takes any one character. */
    boolean takeAny() {
        boolean found = !atEnd();
        note(found, ".");
        if (found) {
            at += Character.charCount(text.codePointAt(at));
        }
        return found;
    }

    /** Whether {@code what} is not to be had here. Takes nothing. */
    boolean not(BooleanSupplier what) {
        int from = at;
        inverted = !inverted;
        boolean found = what.getAsBoolean();
        inverted = !inverted;
        at = from;
        return !found;
    }

    /** Takes nothing, and is true at the end. */
    boolean end() {
        return not(this::takeAny);
    }

    /** Takes characters that are not reported as expected: an extension's, which Consul's messages do not know of. */
    boolean silently(String literal) {
        boolean found = text.startsWith(literal, at);
        if (found) {
            at += literal.length();
        }
        return found;
    }

    char peek() {
        return text.charAt(at);
    }

    /** An error that the grammar itself names. It refuses the expression even where another reading would be possible. */
    void error(String rule, String what) {
        errors.add(place(at) + ": rule " + rule + ": " + what);
    }

    void errorAt(int place, String rule, String what) {
        errors.add(place(place) + ": rule " + rule + ": " + what);
    }

    /** Whether the grammar named an error. */
    boolean failed() {
        return !errors.isEmpty();
    }

    /** All that is wrong, for an expression that could not be read. */
    String complaint() {
        if (failed()) {
            return String.join("\n", errors);
        }
        boolean end = expected.remove("!.");
        var all = new java.util.ArrayList<>(expected);
        if (end) {
            all.add("EOF");
        }
        String last = all.isEmpty() ? "" : all.removeLast();
        String list = all.isEmpty() ? last : String.join(", ", all) + " or " + last;
        return place(farthest) + ": no match found, expected: " + list;
    }

    private void note(boolean found, String what) {
        if (found != inverted || at < farthest) {
            return;
        }
        if (at > farthest) {
            farthest = at;
            expected.clear();
        }
        expected.add(inverted ? "!" + what : what);
    }

    /** Line, column in characters and offset in bytes; a line break stands before the first column of the line it begins. */
    private String place(int index) {
        int line = 1;
        int column = 0;
        int offset = 0;
        for (int i = 0; i < index; ) {
            int c = text.codePointAt(i);
            column++;
            if (c == '\n') {
                line++;
                column = 0;
            }
            offset += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        column++;
        if (index < text.length() && text.charAt(index) == '\n') {
            line++;
            column = 0;
        }
        return line + ":" + column + " (" + offset + ")";
    }
}
