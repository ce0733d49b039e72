package dev.drover.registry.filter;

import dev.drover.registry.filter.Cursor.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression is made of: spaces, signs and words, selectors, and values. Each takes all of it from the cursor or nothing;
 * null means that it is not there.
 */
final class Lexis {
    private static final String RULE_INDEX = "\"index\"";
    private static final String RULE_STRING = "\"string\"";

    private final Cursor cursor;

    Lexis(Cursor cursor) {
        this.cursor = cursor;
    }

    boolean sign(String sign) {
        int from = cursor.at();
        perhapsSpace();
        if (cursor.take(sign)) {
            perhapsSpace();
            return true;
        }
        cursor.back(from);
        return false;
    }

    /** Words with white space before each; takes all or nothing. */
    boolean words(String... words) {
        int from = cursor.at();
        for (String word : words) {
            if (!space() || !cursor.take(word)) {
                cursor.back(from);
                return false;
            }
        }
        return true;
    }

    /** Words with white space around each; takes all or nothing. */
    boolean between(String... words) {
        int from = cursor.at();
        if (words(words) && space()) {
            return true;
        }
        cursor.back(from);
        return false;
    }

    @Nullable
    List<String> selector() {
        var path = names();
        return path == null ? pointer() : path;
    }

    private @Nullable List<String> names() {
        String name = name();
        if (name == null) {
            return null;
        }
        var path = new ArrayList<String>();
        while (name != null) {
            path.add(name);
            name = dotted();
            if (name == null) {
                name = index();
            }
        }
        return path;
    }

    private @Nullable String dotted() {
        int from = cursor.at();
        String name = cursor.take(".") ? name() : null;
        if (name == null) {
            cursor.back(from);
        }
        return name;
    }

    private @Nullable String name() {
        int from = cursor.at();
        if (!cursor.take(Kind.LETTER)) {
            return null;
        }
        cursor.takeAll(Kind.WORD);
        return cursor.since(from);
    }

    private @Nullable String index() {
        int from = cursor.at();
        if (!cursor.take("[")) {
            return null;
        }
        perhapsSpace();
        int place = cursor.at();
        String key = string();
        if (key == null) {
            cursor.errorAt(place, RULE_INDEX, "Invalid index");
            cursor.back(from);
            return null;
        }
        perhapsSpace();
        if (cursor.take("]")) {
            return key;
        }
        cursor.error(RULE_INDEX, "Unclosed index expression");
        cursor.back(from);
        return null;
    }

    /** Letters, digits and {@code -_.~:|} between slashes; {@code ~1} stands for a slash and {@code ~0} for a tilde. */
    private @Nullable List<String> pointer() {
        int from = cursor.at();
        var path = new ArrayList<String>();
        if (cursor.silently("\"")) {
            while (cursor.silently("/")) {
                int start = cursor.at();
                while (!cursor.atEnd() && isOfPointer(cursor.peek())) {
                    cursor.back(cursor.at() + 1);
                }
                path.add(cursor.since(start).replace("~1", "/").replace("~0", "~"));
            }
            if (!path.isEmpty() && cursor.silently("\"")) {
                return path;
            }
        }
        cursor.back(from);
        return null;
    }

    private static boolean isOfPointer(char c) {
        return Character.isLetterOrDigit(c) || "-_.~:|".indexOf(c) >= 0;
    }

    /** As text, whatever it looks like: what it is compared with decides how it is understood. */
    @Nullable
    String value() {
        var path = names();
        if (path != null) {
            return String.join(".", path);
        }
        String number = number();
        return number == null ? string() : number;
    }

    private @Nullable String number() {
        int from = cursor.at();
        cursor.take("-");
        if (!digits()) {
            cursor.back(from);
            return null;
        }
        String number = cursor.since(from);
        int after = cursor.at();
        boolean ends = space() || cursor.end() || cursor.take(")");
        cursor.back(after);
        if (!ends) {
            cursor.error("\"number\"", "Invalid number literal");
            cursor.back(from);
            return null;
        }
        return number;
    }

    private boolean digits() {
        if (!cursor.take("0")) {
            if (!cursor.take(Kind.FIRST_DIGIT)) {
                return false;
            }
            cursor.takeAll(Kind.DIGIT);
        }
        int whole = cursor.at();
        if (cursor.take(".") && cursor.take(Kind.DIGIT)) {
            cursor.takeAll(Kind.DIGIT);
        } else {
            cursor.back(whole);
        }
        return true;
    }

    private @Nullable String string() {
        int from = cursor.at();
        for (String quote : new String[] {"`", "\""}) {
            if (cursor.take(quote)) {
                while (cursor.not(() -> cursor.take(quote)) && cursor.takeAny()) {
                    // the condition moves on
                }
                if (cursor.take(quote)) {
                    String text = Quoted.unquote(cursor.since(from));
                    if (text == null) {
                        cursor.errorAt(from, RULE_STRING, "invalid syntax");
                        return "";
                    }
                    return text;
                }
                cursor.error(RULE_STRING, "Unterminated string literal");
                cursor.back(from);
                return null;
            }
        }
        return null;
    }

    boolean space() {
        boolean some = cursor.take(Kind.SPACE);
        if (some) {
            cursor.takeAll(Kind.SPACE);
        }
        return some;
    }

    void perhapsSpace() {
        cursor.takeAll(Kind.SPACE);
    }
}
