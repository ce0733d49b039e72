/**
 * What the registry holds: nodes, services, checks, keys, sessions, prepared queries and events, as plain immutable records.
 *
 * <p>Names and meanings are those of Consul's HTTP API (<a href="https://developer.hashicorp.com/consul/api-docs">API
 * documentation</a>), since its clients are who asks. An absent text is empty, an absent duration is zero. Nothing here decides,
 * reads a clock or knows how it is stored.
 *
 * <p>Start here: {@link dev.drover.registry.entry.Service}, {@link dev.drover.registry.entry.Check}.
 */
@NullMarked
package dev.drover.registry.entry;

import org.jspecify.annotations.NullMarked;
