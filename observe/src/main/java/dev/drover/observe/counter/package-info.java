/**
 * What every reading of counters is made of: a value or the reason why there is none, the strict cursor that all parsers use, the
 * change between two readings.
 *
 * <p>Knows no single file; those live in the packages below, one for each resource.
 *
 * <p>Start here: {@link dev.drover.observe.counter.Measured}, then {@link dev.drover.observe.counter.Group}.
 */
@NullMarked
package dev.drover.observe.counter;

import org.jspecify.annotations.NullMarked;
