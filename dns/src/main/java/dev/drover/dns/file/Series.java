package dev.drover.dns.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a {@code $GENERATE}, and the texts they make: {@code $} stands for the number, {@code ${OFFSET,WIDTH,BASE}} for one
 * moved and written in another way, {@code \$} and {@code $$} for the sign itself. Known from BIND, which documents it in its
 * administrator's manual.
 */
record Series(long from, long to, long step) {
    /** Records of one directive. */
    static final int MOST = 65_536;

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})-([0-9]{1,10})(?:/([0-9]{1,10}))?");
    private static final Pattern MODIFIER = Pattern.compile("\\{(-?[0-9]{1,10})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?\\}");

    /** Null for a text that is no range. */
    static @Nullable Series parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return null;
        }
        long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
        var series = new Series(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), step);
        return step > 0 && series.from <= series.to ? series : null;
    }

    long count() {
        return (to - from) / step + 1;
    }

    /** The text for one number; null where a modifier is none. */
    static @Nullable String text(String template, long number) {
        var text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            char next = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
            if (c == '\\' && i + 1 < template.length()) {
                text.append(next == '$' ? "" : "\\").append(next);
                i++;
            } else if (c != '$') {
                text.append(c);
            } else if (next == '$') {
                text.append('$');
                i++;
            } else if (next == '{') {
                Matcher modifier = MODIFIER.matcher(template).region(i + 1, template.length());
                if (!modifier.lookingAt()) {
                    return null;
                }
                text.append(modified(modifier, number));
                i = modifier.end() - 1;
            } else {
                text.append(number);
            }
        }
        return text.toString();
    }

    private static String modified(Matcher modifier, long number) {
        long moved = number + Long.parseLong(modifier.group(1));
        int width = modifier.group(2) == null ? 0 : Integer.parseInt(modifier.group(2));
        String base = modifier.group(3) == null ? "d" : modifier.group(3);
        if (base.equalsIgnoreCase("n")) {
            String nibbles = nibbles(moved, width);
            return base.equals("N") ? nibbles.toUpperCase(java.util.Locale.ROOT) : nibbles;
        }
        String digits = switch (base) {
            case "o" -> Long.toOctalString(moved);
            case "x" -> Long.toHexString(moved);
            case "X" -> Long.toHexString(moved).toUpperCase(java.util.Locale.ROOT);
            default -> Long.toString(moved);
        };
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Hexadecimal digits from the last, with dots between; the width counts those, too. */
    private static String nibbles(long number, int width) {
        var text = new StringBuilder(
                new StringBuilder(Long.toHexString(number)).reverse().toString().replaceAll("(?<=.)(?=.)", "."));
        while (text.length() < width) {
            text.append(text.length() % 2 == 1 ? '.' : '0');
        }
        return text.toString();
    }
}
