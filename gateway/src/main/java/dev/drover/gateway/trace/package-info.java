/**
 * The names under which a request is found again, and who may choose them: request ids and the W3C trace context.
 *
 * <p>Start here: {@link dev.drover.gateway.trace.IdentifyStage}.
 */
@NullMarked
package dev.drover.gateway.trace;

import org.jspecify.annotations.NullMarked;
