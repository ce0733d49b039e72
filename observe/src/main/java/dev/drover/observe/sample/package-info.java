/**
 * All counters at one moment, the interval between two moments, and the window of intervals that rules look at.
 *
 * <p>Judges nothing.
 *
 * <p>Start here: {@link dev.drover.observe.sample.Window}.
 */
@NullMarked
package dev.drover.observe.sample;

import org.jspecify.annotations.NullMarked;
