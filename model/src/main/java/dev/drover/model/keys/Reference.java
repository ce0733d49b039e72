package dev.drover.model.keys;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference page of all keys, as Markdown. */
public final class Reference {
    private static final String HEAD = """
            # Reference of `drover.yaml`

            Made from the table that the reader uses; `drover schema` prints the same for editors.

            One rule of syntax: a scalar holds one value with its unit; a second fact is a second key. A choice is a bare word or,
            with arguments, a map with one key. Where one or more are wanted, a single scalar may stand for a list of one.
            Relative paths begin at the folder of the file they stand in. Aliases, anchors, tags and second documents are refused.

            Durations are `250ms`, `2s`, `5m`, `1h`; sizes `512B`, `64KiB`, `10MiB`, `1GiB`; shares `50%`. What may be secret is a
            text, `{env: NAME}` or `{file: PATH}`.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private Reference() {}

    public static String text() {
        var reference = new Reference();
        reference.walk("", "The file", RootKeys.ROOT);
        return reference.text.toString();
    }

    /** One table for each map of known keys, then what is inside of it. */
    private void walk(String path, String heading, Shape<?> shape) {
        Shape<?> bare = bare(shape);
        if (bare instanceof Keyed<?> keyed) {
            text.append("\n## ").append(heading).append("\n\n");
            text.append("| key | value | default | |\n|---|---|---|---|\n");
            keyed.keys().forEach(this::row);
        }
        if (bare instanceof Choice<?> choice && bare(choice.alternative()) instanceof Keyed<?> keyed) {
            walk(path, heading, keyed);
            return;
        }
        var inside = new LinkedHashMap<String, Shape<?>>();
        for (Map.Entry<String, Shape<?>> entry : bare.inside().entrySet()) {
            inside.put(join(path, entry.getKey()), entry.getValue());
        }
        var alike = new IdentityHashMap<Shape<?>, List<String>>();
        inside.forEach((longer, value) ->
                alike.computeIfAbsent(value, v -> new ArrayList<>()).add(longer));
        inside.forEach((longer, value) -> {
            boolean told = !alike.getOrDefault(value, List.of()).getFirst().equals(longer);
            if (!told && (!(bare instanceof Choice) || leadsToKeys(value))) {
                walk(longer, headed(alike.getOrDefault(value, List.of())), value);
            }
        });
    }

    /** Keys of one map that take the same are told at once. */
    private static String headed(List<String> paths) {
        var heading = new StringBuilder("`").append(paths.getFirst());
        paths.stream().skip(1).forEach(p -> heading.append("`, `").append(p.substring(p.lastIndexOf('.') + 1)));
        return heading.append('`').toString();
    }

    private static String join(String path, String key) {
        if (key.equals("[]")) {
            return path + "[]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Shape<?> bare(Shape<?> shape) {
        return shape instanceof Shape.Mapped<?, ?> mapped ? bare(mapped.shape()) : shape;
    }

    private static boolean leadsToKeys(Shape<?> shape) {
        Shape<?> bare = bare(shape);
        return bare instanceof Keyed<?> || bare.inside().values().stream().anyMatch(Reference::leadsToKeys);
    }

    private void row(Key<?> key) {
        text.append("| `").append(key.name()).append("` | ");
        text.append(cell(value(key.shape()))).append(" | ");
        text.append(
                key.required() ? "**required**" : key.fallbackText().isEmpty() ? "" : "`" + key.fallbackText() + "`");
        text.append(" | ").append(cell(key.doc())).append(" |\n");
    }

    private static String value(Shape<?> shape) {
        Shape<?> bare = bare(shape);
        return bare instanceof Keyed<?> keyed ? "a map: " + String.join(", ", keyed.names()) : bare.expected();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
