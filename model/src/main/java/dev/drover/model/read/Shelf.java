package dev.drover.model.read;

import dev.drover.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where texts come from. Names are relative to the folder of the first file, with slashes. */
interface Shelf {
    /** Names that fit a pattern, in alphabetical order. */
    List<String> matching(String pattern);

    /** Whether there is such a file. */
    boolean exists(String name);

    /**
     * The text, or a problem.
     *
     * @param longest bytes of it
     */
    Optional<String> text(String name, int longest, Consumer<Problem> problems);

    /** The name as the user knows it. */
    String shown(String name);

    /** {@code *} stands for any characters of one segment, {@code ?} for one; neither for a leading dot. */
    static boolean matches(String pattern, String name) {
        boolean hidden = name.startsWith(".") && !pattern.startsWith(".");
        return !hidden && matches(pattern, 0, name, 0);
    }

    /** Linear in the product of both lengths: only the last star is ever tried again. */
    private static boolean matches(String pattern, int p, String name, int n) {
        int star = -1;
        int tried = -1;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                tried = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++tried;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }
}
