/**
 * What one node knows of the registry, and how to wait for it to change.
 *
 * <p>One writer publishes states; any number of readers take the last one and may wait for a topic. It is memory alone: whoever publishes
 * may be gone for a while, and readers go on with the last state (fail static).
 *
 * <p>Start here: {@link dev.drover.registry.replica.Replica}.
 */
@NullMarked
package dev.drover.registry.replica;

import org.jspecify.annotations.NullMarked;
