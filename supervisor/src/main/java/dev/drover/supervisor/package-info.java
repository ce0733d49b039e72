/**
 * Processes that Drover runs: started, watched, drained, restarted, their output kept. It knows nothing of requests: whether
 * an instance is up it learns from the board, whether it is idle from {@link dev.drover.plane.Traffic}.
 *
 * <p>Start here: {@link dev.drover.supervisor.SupervisorPlane}; then {@code Crew}, the instances of one service, {@code Keeper},
 * one instance, and {@code Lifecycle}, what happens to an instance when.
 */
@NullMarked
package dev.drover.supervisor;

import org.jspecify.annotations.NullMarked;
