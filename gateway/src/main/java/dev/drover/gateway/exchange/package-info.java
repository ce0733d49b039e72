/**
 * The data path over HTTP/1.1: client connections, the forwarding of requests to instances and of their responses back, tunnels.
 *
 * <p>It moves bytes, keeps time and answers what cannot be read; what a request may do and where it goes is decided by the
 * {@link dev.drover.gateway.stage.Lane} it is lent. One {@code Exchange} per event loop owns all of
 * this; nothing here is shared, locked or blocks.
 *
 * <p>Start here: {@link dev.drover.gateway.exchange.HttpFront}, then {@code ClientConnection}, the state machine.
 */
@NullMarked
package dev.drover.gateway.exchange;

import org.jspecify.annotations.NullMarked;
