/**
 * Counters of memory: its use, paging and reclaim.
 *
 * <p>Start here: {@link dev.drover.observe.counter.memory.Memory}.
 */
@NullMarked
package dev.drover.observe.counter.memory;

import org.jspecify.annotations.NullMarked;
