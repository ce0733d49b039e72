/**
 * What is near: round-trip times that are estimated from network coordinates, and lists sorted by them. Coordinates are points whose
 * distances are round-trip times; nodes find theirs by measuring a few others. Nothing here measures.
 *
 * <p>Start at {@link dev.drover.registry.near.Coordinate}.
 */
@NullMarked
package dev.drover.registry.near;

import org.jspecify.annotations.NullMarked;
