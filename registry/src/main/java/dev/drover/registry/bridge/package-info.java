/**
 * Where the catalog and the board meet, both ways, so that there is one truth: what {@code drover.yaml} declares and this node
 * measures is told to the catalog, and what registered itself becomes instances of services that say so. It hands over; it judges
 * nobody: checks of the catalog become what health measures, and the floor rules decide of both kinds alike.
 *
 * <p>Start here: {@link dev.drover.registry.bridge.Arrivals}, {@link dev.drover.registry.bridge.Declarations}.
 */
@NullMarked
package dev.drover.registry.bridge;

import org.jspecify.annotations.NullMarked;
