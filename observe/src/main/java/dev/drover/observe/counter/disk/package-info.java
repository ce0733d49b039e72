/**
 * Counters of block devices.
 *
 * <p>Start here: {@link dev.drover.observe.counter.disk.Disks}.
 */
@NullMarked
package dev.drover.observe.counter.disk;

import org.jspecify.annotations.NullMarked;
