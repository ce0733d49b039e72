package dev.drover.registry.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with expressions in <code>${...}</code>, the part of HashiCorp's interpolation language (github.com/hashicorp/hil) that templates
 * of queries need: variables, {@code match(N)}, whole numbers with {@code + - * / %}, parentheses and texts in quotes.
 * <code>$${</code> is a literal <code>${</code>.
 */
final class Interpolation {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 32;

    /** A literal text or an expression. */
    sealed interface Part {
        record Text(String text) implements Part {}

        record Whole(long value) implements Part {}

        record Variable(String name, int column) implements Part {}

        record Match(Part group, int column) implements Part {}

        record Arithmetic(char operator, Part left, Part right, int column) implements Part {}
    }

    private final String source;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private int depth;

    private Interpolation(String source) {
        this.source = source;
    }

    static Interpolation parse(String source) throws BadQuery {
        if (source.length() > LONGEST) {
            throw new BadQuery("longer than " + LONGEST + " characters");
        }
        var read = new Interpolation(source);
        read.parts();
        return read;
    }

    /** The text with every expression replaced by its value. */
    String text(Meaning meaning) throws BadQuery {
        var out = new StringBuilder();
        for (var part : parts) {
            out.append(value(part, meaning));
        }
        return out.toString();
    }

    private void parts() throws BadQuery {
        var literal = new StringBuilder();
        while (at < source.length()) {
            if (source.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (source.startsWith("${", at)) {
                add(literal);
                at += 2;
                parts.add(sum());
                expect('}');
            } else {
                literal.append(source.charAt(at++));
            }
        }
        add(literal);
    }

    private void add(StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Text(literal.toString()));
            literal.setLength(0);
        }
    }

    private Part sum() throws BadQuery {
        Part left = product();
        while (isNext("+-")) {
            int column = at + 1;
            char operator = source.charAt(at++);
            left = new Part.Arithmetic(operator, left, product(), column);
        }
        return left;
    }

    private Part product() throws BadQuery {
        Part left = factor();
        while (isNext("*/%")) {
            int column = at + 1;
            char operator = source.charAt(at++);
            left = new Part.Arithmetic(operator, left, factor(), column);
        }
        return left;
    }

    private Part factor() throws BadQuery {
        if (++depth > DEEPEST) {
            throw wrong("nested deeper than " + DEEPEST);
        }
        Part read = isNext("-(\"") ? marked(source.charAt(at)) : plain();
        depth--;
        return read;
    }

    private Part marked(char mark) throws BadQuery {
        int column = at + 1;
        at++;
        return switch (mark) {
            case '-' -> new Part.Arithmetic('-', new Part.Whole(0), factor(), column);
            case '(' -> {
                Part inner = sum();
                expect(')');
                yield inner;
            }
            default -> quoted();
        };
    }

    private Part quoted() throws BadQuery {
        var text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != '"') {
            if (source.charAt(at) == '\\') {
                at++;
            }
            if (at < source.length()) {
                text.append(source.charAt(at++));
            }
        }
        expect('"');
        return new Part.Text(text.toString());
    }

    private Part plain() throws BadQuery {
        int from = at;
        while (at < source.length() && isOfWord(source.charAt(at))) {
            at++;
        }
        String word = source.substring(from, at);
        if (word.isEmpty()) {
            throw wrong("expected expression");
        }
        if (Character.isDigit(word.charAt(0))) {
            return whole(word);
        }
        if (!isNext("(")) {
            return new Part.Variable(word, from + 1);
        }
        if (!word.equals("match")) {
            throw new BadQuery("1:" + (from + 1) + ": unknown function called: " + word);
        }
        expect('(');
        Part group = sum();
        expect(')');
        return new Part.Match(group, from + 1);
    }

    private Part whole(String word) throws BadQuery {
        try {
            return new Part.Whole(Integer.parseInt(word));
        } catch (NumberFormatException e) {
            throw wrong("not a whole number: " + word);
        }
    }

    private static boolean isOfWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    }

    private boolean isNext(String any) {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        return at < source.length() && any.indexOf(source.charAt(at)) >= 0;
    }

    private void expect(char c) throws BadQuery {
        boolean there = c == '"' ? at < source.length() : isNext(String.valueOf(c));
        if (!there) {
            throw wrong("expected " + (c == '"' ? "closing quote" : "\"" + c + "\""));
        }
        at++;
    }

    private BadQuery wrong(String why) {
        String found = at < source.length() ? " but found \"" + source.charAt(at) + "\"" : " but found end of text";
        return new BadQuery("parse error at 1:" + (at + 1) + ": " + why + found);
    }

    private static String value(Part part, Meaning meaning) throws BadQuery {
        return switch (part) {
            case Part.Text(String text) -> text;
            case Part.Variable(String name, int column) -> {
                String value = meaning.variable(name);
                if (value == null) {
                    throw new BadQuery("1:" + column + ": unknown variable accessed: " + name);
                }
                yield value;
            }
            case Part.Match(Part group, int column) -> meaning.match(whole(group, meaning, column));
            case Part.Whole w -> Long.toString(w.value);
            case Part.Arithmetic a -> Long.toString(whole(a, meaning, a.column));
        };
    }

    private static long whole(Part part, Meaning meaning, int column) throws BadQuery {
        return switch (part) {
            case Part.Whole(long value) -> value;
            case Part.Arithmetic(char operator, Part left, Part right, int here) ->
                reckon(operator, whole(left, meaning, here), whole(right, meaning, here), here);
            case Part.Text _, Part.Variable _, Part.Match _ -> {
                String text = value(part, meaning);
                try {
                    yield Integer.parseInt(text);
                } catch (NumberFormatException e) {
                    throw new BadQuery("1:" + column + ": not a whole number: \"" + text + "\"");
                }
            }
        };
    }

    private static long reckon(char operator, long left, long right, int column) throws BadQuery {
        try {
            return switch (operator) {
                case '+' -> Math.addExact(left, right);
                case '-' -> Math.subtractExact(left, right);
                case '*' -> Math.multiplyExact(left, right);
                case '/' -> left / right;
                default -> left % right;
            };
        } catch (ArithmeticException e) {
            throw new BadQuery("1:" + column + ": " + left + " " + operator + " " + right + " cannot be reckoned");
        }
    }
}
