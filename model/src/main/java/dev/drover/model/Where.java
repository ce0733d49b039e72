package dev.drover.model;

import java.util.Map;

/**
 * The place in a file where a value was written, with the places of the values inside it.
 *
 * <p>Any {@code Where} equals any other: where a thing was written is not part of what it is, so that records that carry
 * one compare by what they declare. Lines and columns count from 1; a file given by {@code include} keeps its own name.
 */
public final class Where {
    private static final Where NOWHERE = new Where("-", 0, 0, Map.of());

    private final String file;
    private final int line;
    private final int column;
    private final Map<String, Where> inside;

    public Where(String file, int line, int column, Map<String, Where> inside) {
        this.file = file;
        this.line = line;
        this.column = column;
        this.inside = Map.copyOf(inside);
    }

    /** The place of what nobody wrote: a default, or a model made by a program. */
    public static Where nowhere() {
        return NOWHERE;
    }

    /** The place of the value of {@code key} inside this one ({@code "0"}, {@code "1"} in a list); this place if absent. */
    public Where at(String key) {
        return inside.getOrDefault(key, this);
    }

    public boolean has(String key) {
        return inside.containsKey(key);
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Where;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
