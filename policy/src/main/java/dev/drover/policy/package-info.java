/**
 * Decisions without I/O: balancing, thresholds and damping, floor rules, outlier ejection, retry budgets, slow start. The planes and
 * the lab run the same ones. Nothing here opens a socket, reads a clock or draws a random number that was not handed in.
 */
@NullMarked
package dev.drover.policy;

import org.jspecify.annotations.NullMarked;
