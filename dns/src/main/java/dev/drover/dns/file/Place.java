package dev.drover.dns.file;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.util.Map;

/**
 * Where in the texts of a zone something stands. Small: a large zone has a million of them.
 *
 * @param source the file or the line of {@code drover.yaml}
 */
record Place(Source source, int line, int column) {
    /**
     * A text that records are read from.
     *
     * @param label file as the user knows it
     * @param path what problems name beside the place
     */
    record Source(String label, String path) {}

    Where where() {
        return new Where(source.label(), line, column, Map.of());
    }

    Problem problem(String what, String fix) {
        return fix.isEmpty() ? Problem.of(where(), source.path(), what) : Problem.of(where(), source.path(), what, fix);
    }

    /** Another place, as short as can be: the line if it is in the same file. */
    String seenFrom(Place here) {
        return here.source().label().equals(source.label()) ? "line " + line : source.label() + ":" + line;
    }
}
