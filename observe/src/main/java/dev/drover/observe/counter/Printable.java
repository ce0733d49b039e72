package dev.drover.observe.counter;

/**
 * Text that somebody else wrote, made fit to be shown: a terminal obeys control characters (ECMA-48: C0, C1, and the sequences that
 * begin with ESC), and characters that turn the direction of writing make text look like another one (Unicode TR 36, 3.2).
 */
public final class Printable {
    /** What stands for a character that is not shown: one for one, so that columns stay in line. */
    private static final char INSTEAD = '?';

    private Printable() {}

    /** Whether a terminal shows it and does nothing else; a line end and a tab are none of these. */
    public static boolean is(char c) {
        if (c < 0xa0) {
            return c >= ' ' && c < 0x7f;
        }
        boolean turns = c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        return !turns && c != 0x2028 && c != 0x2029; // line ends of Unicode
    }

    /** The text with nothing in it but what is shown. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    /** The same, and no longer than this. */
    public static String of(String text, int longest) {
        return of(text.length() > longest ? text.substring(0, longest) : text);
    }

    private static String replaced(String text, int from) {
        char[] all = text.toCharArray();
        for (int i = from; i < all.length; i++) {
            all[i] = is(all[i]) ? all[i] : INSTEAD;
        }
        return new String(all);
    }
}
