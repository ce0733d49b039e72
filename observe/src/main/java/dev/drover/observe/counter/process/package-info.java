/**
 * Counters of processes: time on and waiting for a CPU, I/O, memory, descriptors.
 *
 * <p>Start here: {@link dev.drover.observe.counter.process.Processes}.
 */
@NullMarked
package dev.drover.observe.counter.process;

import org.jspecify.annotations.NullMarked;
