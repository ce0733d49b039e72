/**
 * The one door to sockets: Netty event loops, TLS contexts, socket options, the PROXY protocol. It moves bytes and knows nothing
 * of HTTP.
 */
@NullMarked
package dev.drover.wire;

import org.jspecify.annotations.NullMarked;
