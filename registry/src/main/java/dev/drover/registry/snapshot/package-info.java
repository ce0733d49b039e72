/**
 * The file that {@code /v1/snapshot} gives and takes: what Consul's own command accepts as an archive, with Drover's state in it.
 *
 * <p>Start here: {@link dev.drover.registry.snapshot.Archive}.
 */
@NullMarked
package dev.drover.registry.snapshot;

import org.jspecify.annotations.NullMarked;
