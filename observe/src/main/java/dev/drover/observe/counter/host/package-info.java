/**
 * Facts of the host: its name, its kernel, its system-wide tables.
 *
 * <p>Start here: {@link dev.drover.observe.counter.host.Host}.
 */
@NullMarked
package dev.drover.observe.counter.host;

import org.jspecify.annotations.NullMarked;
