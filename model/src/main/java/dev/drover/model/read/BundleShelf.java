package dev.drover.model.read;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Texts that were kept. */
final class BundleShelf implements Shelf {
    private final Sources sources;

    BundleShelf(Sources sources) {
        this.sources = sources;
    }

    @Override
    public List<String> matching(String pattern) {
        String[] parts = pattern.split("/", -1);
        return sources.texts().keySet().stream()
                .filter(name -> fits(parts, name.split("/", -1)))
                .sorted()
                .toList();
    }

    private static boolean fits(String[] pattern, String[] name) {
        boolean fits = pattern.length == name.length;
        for (int i = 0; fits && i < name.length; i++) {
            fits = Shelf.isPattern(pattern[i]) ? Shelf.matches(pattern[i], name[i]) : pattern[i].equals(name[i]);
        }
        return fits;
    }

    @Override
    public boolean exists(String name) {
        return sources.texts().containsKey(name);
    }

    @Override
    public Optional<String> text(String name, int longest, Consumer<Problem> problems) {
        String text = sources.texts().get(name);
        if (text == null) {
            problems.accept(Problem.of(new Where(name, 1, 1, Map.of()), "", "there is no such file"));
        }
        return Optional.ofNullable(text);
    }

    @Override
    public String shown(String name) {
        return name;
    }
}
