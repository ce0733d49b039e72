package dev.drover.registry.entry;

import java.time.Instant;

/**
 * A value that a certification authority looks for (RFC 8555 section 8.4), until it ends.
 *
 * @param name owner of the record, lower-case, with its last dot
 * @param by who said so, and {@code node} that was asked
 */
public record Challenge(String name, String value, String by, String node, Instant since, Instant until) {}
