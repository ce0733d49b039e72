package dev.drover.registry.filter;

import dev.drover.registry.filter.Cursor.Kind;
import dev.drover.registry.filter.Expression.Match;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of filters by recursive descent: that of go-bexpr 0.1.2 (github.com/hashicorp/go-bexpr, {@code grammar.peg}), which
 * all releases of Consul use.
 *
 * <pre>
 * or       = and { _ "or" _ and }
 * and      = not { _ "and" _ not }
 * not      = "not" _ not | "(" or ")" | match
 * match    = selector ("==" | "!=" | _ ["not" _] ("contains" | "matches") _) value
 *          | selector _ "is" _ ["not" _] "empty"
 *          | value _ ["not" _] "in" _ selector
 * selector = name { "." name | "[" string "]" } | pointer
 * value    = selector | number | string
 * </pre>
 *
 * <p>It is a parsing expression grammar: the first alternative that fits is taken, so that {@code not in Tags} asks for the tag
 * "not". Each rule is tried in the same order as there, since the error messages tell what was tried where. One thing is added,
 * from go-bexpr 0.1.3: a selector may be a JSON pointer (RFC 6901) in double quotes, {@code "/Meta/env" == "qa"}, where Consul
 * answers with an error.
 *
 * <p>Work is linear in the length: no rule reads again what a rule around it has read, other than a bounded number of times.
 */
final class Grammar {
    /** Far more than a request line carries, and little enough to read at once. */
    static final int LONGEST = 64 * 1024;

    static final int DEEPEST = 128;

    private static final String RULE_INDEX = "\"index\"";
    private static final String RULE_STRING = "\"string\"";

    private final Cursor cursor;
    private int depth;
    private boolean tooDeep;

    private Grammar(String text) {
        cursor = new Cursor(text);
    }

    static Expression parse(String text) throws BadFilter {
        if (text.length() > LONGEST) {
            throw new BadFilter("The expression has " + text.length() + " characters, the limit is " + LONGEST);
        }
        var grammar = new Grammar(text);
        Expression read = grammar.input();
        if (grammar.tooDeep) {
            throw new BadFilter("The expression is nested deeper than the limit of " + DEEPEST);
        }
        if (read == null || grammar.cursor.failed()) {
            throw new BadFilter(grammar.cursor.complaint());
        }
        return read;
    }

    private @Nullable Expression input() {
        perhapsSpace();
        Expression all = or();
        if (all == null) {
            return null;
        }
        perhapsSpace();
        return cursor.end() ? all : null;
    }

    private @Nullable Expression or() {
        var parts = parts("or");
        return parts == null || parts.size() == 1 ? first(parts) : new Expression.Or(parts);
    }

    private @Nullable Expression and() {
        var parts = parts("and");
        return parts == null || parts.size() == 1 ? first(parts) : new Expression.And(parts);
    }

    private static @Nullable Expression first(@Nullable List<Expression> parts) {
        return parts == null ? null : parts.getFirst();
    }

    /** One or more, joined by a word; null if there is not even one. */
    private @Nullable List<Expression> parts(String word) {
        Expression next = word.equals("or") ? and() : not();
        if (next == null) {
            return null;
        }
        var parts = new ArrayList<Expression>();
        int after = cursor.at();
        while (next != null) {
            parts.add(next);
            after = cursor.at();
            next = null;
            if (space() && cursor.take(word) && space()) {
                next = word.equals("or") ? and() : not();
            }
        }
        cursor.back(after);
        return parts;
    }

    private @Nullable Expression not() {
        if (tooDeep || ++depth > DEEPEST) {
            tooDeep = true;
            return null;
        }
        Expression read = negated();
        if (read == null) {
            read = grouped();
        }
        depth--;
        return read;
    }

    private @Nullable Expression negated() {
        int from = cursor.at();
        if (cursor.take("not") && space()) {
            Expression operand = not();
            if (operand != null) {
                return operand instanceof Expression.Not(Expression twice) ? twice : new Expression.Not(operand);
            }
        }
        cursor.back(from);
        return null;
    }

    private @Nullable Expression grouped() {
        int from = cursor.at();
        Expression inner = null;
        int unclosed = from;
        if (cursor.take("(")) {
            perhapsSpace();
            inner = or();
            if (inner != null) {
                perhapsSpace();
                unclosed = cursor.at();
                if (cursor.take(")")) {
                    return inner;
                }
            }
        }
        cursor.back(from);
        Expression match = match();
        if (match == null && inner != null) {
            cursor.errorAt(unclosed, "\"grouping\"", "Unmatched parentheses");
        }
        return match;
    }

    private @Nullable Expression match() {
        int from = cursor.at();
        Expression read = selectorThenValue();
        if (read == null) {
            cursor.back(from);
            read = selectorAlone();
        }
        if (read == null) {
            cursor.back(from);
            read = valueInSelector();
        }
        if (read == null) {
            cursor.back(from);
        }
        return read;
    }

    private @Nullable Expression selectorThenValue() {
        var selector = selector();
        if (selector == null) {
            return null;
        }
        Operator operator = compares();
        String value = operator == null ? null : value();
        return operator == null || value == null ? null : new Match(selector, operator, value);
    }

    private @Nullable Operator compares() {
        if (sign("==")) {
            return Operator.EQUAL;
        }
        if (sign("!=")) {
            return Operator.NOT_EQUAL;
        }
        if (between("contains")) {
            return Operator.IN;
        }
        if (between("not", "contains")) {
            return Operator.NOT_IN;
        }
        if (between("matches")) {
            return Operator.MATCHES;
        }
        return between("not", "matches") ? Operator.NOT_MATCHES : null;
    }

    private @Nullable Expression selectorAlone() {
        var selector = selector();
        if (selector == null) {
            return null;
        }
        if (words("is", "empty")) {
            return new Match(selector, Operator.IS_EMPTY, null);
        }
        return words("is", "not", "empty") ? new Match(selector, Operator.IS_NOT_EMPTY, null) : null;
    }

    private @Nullable Expression valueInSelector() {
        String value = value();
        if (value == null) {
            return null;
        }
        Operator operator = between("in") ? Operator.IN : between("not", "in") ? Operator.NOT_IN : null;
        if (operator == null) {
            return null;
        }
        int place = cursor.at();
        var selector = selector();
        if (selector == null) {
            cursor.errorAt(place, "\"match\"", "Invalid selector");
            return null;
        }
        return new Match(selector, operator, value);
    }

    private boolean sign(String sign) {
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
    private boolean words(String... words) {
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
    private boolean between(String... words) {
        int from = cursor.at();
        if (words(words) && space()) {
            return true;
        }
        cursor.back(from);
        return false;
    }

    private @Nullable List<String> selector() {
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
    private @Nullable String value() {
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

    private boolean space() {
        boolean some = cursor.take(Kind.SPACE);
        if (some) {
            cursor.takeAll(Kind.SPACE);
        }
        return some;
    }

    private void perhapsSpace() {
        cursor.takeAll(Kind.SPACE);
    }
}
