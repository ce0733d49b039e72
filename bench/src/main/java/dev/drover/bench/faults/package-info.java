/**
 * How often the doctor is right, published: cases drawn afresh once the rules are frozen, and stock alerts of other tools beside it.
 *
 * <p>Judges nothing itself: cases are run by {@code ./drover lab faults}, and scored as {@code drover lab score} scores them.
 *
 * <p>Start here: {@link dev.drover.bench.faults.FaultsBench}, what {@code bench/run faults} calls.
 */
@NullMarked
package dev.drover.bench.faults;

import org.jspecify.annotations.NullMarked;
