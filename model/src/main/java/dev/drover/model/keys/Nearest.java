package dev.drover.model.keys;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The known word that a mistyped one most probably stands for: by the fewest insertions, deletions, substitutions and swaps of
 * neighbours (Damerau-Levenshtein, optimal string alignment).
 */
public final class Nearest {
    private Nearest() {}

    /** Empty if nothing is near: more than a third of the word, or of a very short word anything, would have to change. */
    public static Optional<String> to(String word, Collection<String> known) {
        String wanted = normal(word);
        String best = null;
        int least = wanted.length() < 3 ? 1 : Math.max(1, wanted.length() / 3) + 1;
        if (wanted.length() > 64) {
            return Optional.empty();
        }
        for (String candidate : known) {
            if (Math.abs(candidate.length() - wanted.length()) > least + 8) {
                continue; // humps and the like add a few hyphens at most
            }
            int distance = distance(wanted, normal(candidate));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** As our keys are written: {@code slowStart} and {@code slow_start} are {@code slow-start}. */
    static String normal(String word) {
        var normal = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean hump = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(word.charAt(i - 1));
            normal.append(hump ? "-" : "").append(c == '_' ? '-' : c);
        }
        return normal.toString().toLowerCase(Locale.ROOT);
    }

    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
