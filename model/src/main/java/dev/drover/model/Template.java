package dev.drover.model;

import java.util.ArrayList;
import java.util.List;

/** A text in which {@code {name}} stands for a value; a brace that opens no such name is text. */
public final class Template {
    private Template() {}

    /** Names in the order they stand in, without braces. */
    public static List<String> names(String text) {
        var names = new ArrayList<String>();
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int close = text.indexOf('}', open);
            if (close > open + 1 && isName(text, open + 1, close)) {
                names.add(text.substring(open + 1, close));
            }
        }
        return names;
    }

    /** A letter, then letters, digits, hyphens and underscores. */
    public static boolean isName(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!letter && (i == from || !other)) {
                return false;
            }
        }
        return from < to;
    }
}
