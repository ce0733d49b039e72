package dev.drover.model.keys;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import dev.drover.model.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Where the reading stands.
 *
 * @param path dotted path of the value
 * @param name the last key of it
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // null stands for a value of any type
public record Spot(Reading reading, String path, String name, Where where) {
    public static Spot root(Reading reading, Tree tree) {
        return new Spot(reading, "", "", tree.where());
    }

    Spot in(String key, Tree tree) {
        return new Spot(reading, path.isEmpty() ? key : path + "." + Tree.Text.brief(key), key, tree.where());
    }

    Spot item(int index, Tree tree) {
        return new Spot(reading, path + "[" + index + "]", name, tree.where());
    }

    /** Reports, and stands for the value that is not there. */
    <T> @Nullable T refuse(String what, String fix) {
        return refuse(where, what, fix);
    }

    <T> @Nullable T refuse(Where at, String what, String fix) {
        reading.report(fix.isEmpty() ? Problem.of(at, path, what) : Problem.of(at, path, what, fix));
        return null;
    }

    /** Reports that something else was found than expected. */
    <T> @Nullable T unfit(String found, String expected, String fix) {
        return refuse(
                (found.isEmpty() ? "an empty text" : Tree.Text.brief(found)) + " (expected: " + expected + ")", fix);
    }
}
