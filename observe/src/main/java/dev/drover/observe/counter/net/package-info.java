/**
 * Counters of interfaces, the packet path and protocols.
 *
 * <p>Start here: {@link dev.drover.observe.counter.net.Protocols}.
 */
@NullMarked
package dev.drover.observe.counter.net;

import org.jspecify.annotations.NullMarked;
