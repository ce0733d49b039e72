/**
 * Moving in: what another server of Consul's HTTP API holds, carried into this registry by the same API. Whatever differs on the two sides
 * stays as it is unless somebody said otherwise, so that a second run finds nothing to do. This package must not write to where it reads
 * from.
 *
 * <p>Start here: {@link dev.drover.registry.moving.Move}.
 */
@NullMarked
package dev.drover.registry.moving;

import org.jspecify.annotations.NullMarked;
