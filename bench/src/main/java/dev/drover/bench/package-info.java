/**
 * Speed, measured: Drover beside its peers in one run, and hot paths alone. No run is part of {@code ./check}; nothing depends on it.
 *
 * <p>The comparisons here use nothing but the JDK, so that {@code bench/run} starts them straight from their sources.
 *
 * <p>Start here: {@link dev.drover.bench.Bench}, what {@code bench/run} calls; {@link dev.drover.bench.GatewayBench} for the method.
 */
@NullMarked
package dev.drover.bench;

import org.jspecify.annotations.NullMarked;
