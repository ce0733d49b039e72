package dev.drover.model.tree;

import dev.drover.model.Where;
import java.util.List;

/** A value of a YAML text with its place. A map's or list's place is that of the key it was given to. */
public sealed interface Tree {
    Where where();

    /** What it is, in a few words for a message. */
    String kind();

    /**
     * A scalar.
     *
     * @param quoted in quotes or as a block: never nothing
     */
    record Text(Where where, String text, boolean quoted) implements Tree {
        /** A key without a value. */
        public boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            if (isNothing()) {
                return "nothing is given";
            }
            return text.isEmpty() ? "an empty text" : brief(text);
        }

        /** Short enough for one line of a message, without control characters. */
        public static String brief(String text) {
            int end = Math.min(text.length(), 60);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            var brief = new StringBuilder(end);
            for (int i = 0; i < end; i++) {
                char c = text.charAt(i);
                brief.append(c < ' ' || c == 0x7f ? '\u00b7' : c);
            }
            return end < text.length() ? brief + "..." : brief.toString();
        }
    }

    record Items(Where where, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A map in the order of the text; a key that was given twice is there once. */
    record Entries(Where where, List<Entry> entries) implements Tree {
        public Entries {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /**
     * A key and its value.
     *
     * @param at place of the key
     */
    record Entry(Where at, String key, Tree value) {}
}
