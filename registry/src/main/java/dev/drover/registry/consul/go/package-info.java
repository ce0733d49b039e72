/**
 * Text as Go's standard library reads it: JSON, durations, query strings. Consul's clients see what its decoders take and the very
 * words of what they refuse; so that they see the same here, these follow them, errors included. Nothing in here knows of Consul.
 *
 * <p>Start here: {@link dev.drover.registry.consul.go.GoJson}.
 */
@NullMarked
package dev.drover.registry.consul.go;

import org.jspecify.annotations.NullMarked;
