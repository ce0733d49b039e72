/**
 * The one door to sockets: Netty event loops and their timers, listeners, TLS contexts, the PROXY protocol. It moves bytes and knows
 * nothing of HTTP.
 *
 * <p>Start here: {@link dev.drover.wire.Loops}.
 */
@NullMarked
package dev.drover.wire;

import org.jspecify.annotations.NullMarked;
