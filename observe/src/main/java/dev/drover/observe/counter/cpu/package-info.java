/**
 * Counters of CPUs, of load, and of pressure (PSI).
 *
 * <p>Start here: {@link dev.drover.observe.counter.cpu.Cpus}.
 */
@NullMarked
package dev.drover.observe.counter.cpu;

import org.jspecify.annotations.NullMarked;
