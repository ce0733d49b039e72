package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a certification authority finds as TXT record (RFC 8555 section 8.4).
 *
 * @param name owner of the record
 * @param by who said so, and {@code node} that was asked
 * @param shared whether the nodes that share a registry agreed on it; else it is this node's alone
 */
public record Challenge(
        String name, String value, String by, String node, Instant since, Instant until, boolean shared) {
    /**
     * What somebody wants.
     *
     * @param name with or without the label {@code _acme-challenge}
     * @param value null with {@code remove}: all of the name
     * @param seconds after which it ends; null for an hour
     */
    public record Wish(
            @Nullable String name,
            @Nullable String value,
            @Nullable Long seconds,
            boolean remove) {}

    /**
     * What became of a wish.
     *
     * @param done in words
     * @param warnings what may surprise
     */
    public record Done(String done, List<String> warnings) {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }
}
