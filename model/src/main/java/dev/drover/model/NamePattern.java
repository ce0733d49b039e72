package dev.drover.model;

/**
 * A name, or with a star at its end all names that begin so: {@code web}, {@code web-*}, {@code *}.
 *
 * @param text without the star
 * @param open whether more may follow
 */
public record NamePattern(String text, boolean open) {
    public boolean matches(String name) {
        return open ? name.startsWith(text) : name.equals(text);
    }

    @Override
    public String toString() {
        return open ? text + "*" : text;
    }
}
