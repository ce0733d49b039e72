/**
 * The registry as a plane of a running node: started and stopped as the model says, with its store in the data folder, its API, what
 * keeps its checks and sessions, and the bridge to the board. It must not know what a command or a filter means.
 *
 * <p>Start here: {@link dev.drover.registry.plane.RegistryPlane}.
 */
@NullMarked
package dev.drover.registry.plane;

import org.jspecify.annotations.NullMarked;
