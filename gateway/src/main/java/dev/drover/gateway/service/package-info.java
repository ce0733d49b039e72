/**
 * How requests reach a service: its cap and its queue, the choice of an instance, and whether a failed attempt is followed by
 * another. The choosing itself is {@code policy}'s; this package keeps what it chooses from, per event loop, in step with the
 * board.
 *
 * <p>It speaks no protocol and holds no connection; that is the exchange's.
 *
 * <p>Start here: {@link dev.drover.gateway.service.ServiceDesk}, one service on one event loop.
 */
@NullMarked
package dev.drover.gateway.service;

import org.jspecify.annotations.NullMarked;
