package dev.drover.registry.filter;

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

    private final Cursor cursor;
    private final Lexis lexis;
    private int depth;
    private boolean tooDeep;

    private Grammar(String text) {
        cursor = new Cursor(text);
        lexis = new Lexis(cursor);
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
        lexis.perhapsSpace();
        Expression all = or();
        if (all == null) {
            return null;
        }
        lexis.perhapsSpace();
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
            if (lexis.space() && cursor.take(word) && lexis.space()) {
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
        if (cursor.take("not") && lexis.space()) {
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
            lexis.perhapsSpace();
            inner = or();
            if (inner != null) {
                lexis.perhapsSpace();
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
        var selector = lexis.selector();
        if (selector == null) {
            return null;
        }
        Operator operator = compares();
        String value = operator == null ? null : lexis.value();
        return operator == null || value == null ? null : new Match(selector, operator, value);
    }

    private @Nullable Operator compares() {
        if (lexis.sign("==")) {
            return Operator.EQUAL;
        }
        if (lexis.sign("!=")) {
            return Operator.NOT_EQUAL;
        }
        if (lexis.between("contains")) {
            return Operator.IN;
        }
        if (lexis.between("not", "contains")) {
            return Operator.NOT_IN;
        }
        if (lexis.between("matches")) {
            return Operator.MATCHES;
        }
        return lexis.between("not", "matches") ? Operator.NOT_MATCHES : null;
    }

    private @Nullable Expression selectorAlone() {
        var selector = lexis.selector();
        if (selector == null) {
            return null;
        }
        if (lexis.words("is", "empty")) {
            return new Match(selector, Operator.IS_EMPTY, null);
        }
        return lexis.words("is", "not", "empty") ? new Match(selector, Operator.IS_NOT_EMPTY, null) : null;
    }

    private @Nullable Expression valueInSelector() {
        String value = lexis.value();
        if (value == null) {
            return null;
        }
        Operator operator = lexis.between("in") ? Operator.IN : lexis.between("not", "in") ? Operator.NOT_IN : null;
        if (operator == null) {
            return null;
        }
        int place = cursor.at();
        var selector = lexis.selector();
        if (selector == null) {
            cursor.errorAt(place, "\"match\"", "Invalid selector");
            return null;
        }
        return new Match(selector, operator, value);
    }
}
