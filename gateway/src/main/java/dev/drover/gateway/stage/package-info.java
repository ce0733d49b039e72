/**
 * What a request is to everything that decides about it, and what a decision is.
 *
 * <p>The room's middle: the exchange (bytes, connections) and the deciders (routes, guards, caps, balancing) know only the
 * types of this package, so that another protocol is one more {@link dev.drover.gateway.stage.Request} and another decision one
 * more {@link dev.drover.gateway.stage.Stage}. It opens nothing and decides nothing itself.
 *
 * <p>Everything here belongs to one event loop unless it says otherwise, and is reused from request to request: nothing may be
 * kept after {@link dev.drover.gateway.stage.Lane#ended}.
 *
 * <p>Start here: {@link dev.drover.gateway.stage.Lane}, what the connections of an event loop talk to.
 */
@NullMarked
package dev.drover.gateway.stage;

import org.jspecify.annotations.NullMarked;
