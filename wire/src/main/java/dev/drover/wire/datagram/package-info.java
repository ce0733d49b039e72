/**
 * Questions and answers in datagrams: each datagram that comes in is answered by at most one. In batches by the system's own calls
 * where there are any, else by the JDK's channels; who answers does not notice which.
 *
 * <p>Start here: {@link dev.drover.wire.datagram.Datagrams}.
 */
@NullMarked
package dev.drover.wire.datagram;

import org.jspecify.annotations.NullMarked;
