package dev.drover.plane.control;

import org.jspecify.annotations.Nullable;

/**
 * A question to the names that is only asked about.
 *
 * @param type such as {@code A}
 * @param client address for which it is asked, or its network {@code 203.0.113.0/24}; told by its resolver (RFC 7871). Null where the
 *     resolver tells nothing
 * @param resolver address of who asks; null for this machine
 */
public record NameQuery(
        String name,
        String type,
        @Nullable String client,
        @Nullable String resolver) {}
