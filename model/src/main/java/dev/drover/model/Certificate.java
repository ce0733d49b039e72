package dev.drover.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A certificate with its key, chosen by server name (SNI, RFC 6066 section 3).
 *
 * @param names DNS names it serves, {@code *.} allowed as the leftmost label
 */
public record Certificate(Where where, String name, List<String> names, Source source) {
    public Certificate {
        names = List.copyOf(names);
    }

    /** Where chain and key come from. */
    public sealed interface Source {
        /** PEM files, watched and read again when they change. Relative paths are resolved against the declaring file. */
        record Files(Path chain, Path key) implements Source {}
    }
}
