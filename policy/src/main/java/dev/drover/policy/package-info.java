/**
 * Decisions without I/O, so that the planes and the lab run the same ones. Nothing here opens a socket, reads a clock or draws a
 * random number that was not handed in.
 *
 * <p>Start here: {@code balance} chooses an instance, {@code retry} allows another attempt, {@code threshold} and
 * {@code outlier} turn results and live traffic into a state, {@code floor} decides what is served.
 */
@NullMarked
package dev.drover.policy;

import org.jspecify.annotations.NullMarked;
