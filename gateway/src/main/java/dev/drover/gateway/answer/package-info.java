/**
 * Answers that need no upstream: declared ones, and problem documents (RFC 9457) that say to a client what went wrong and under
 * which request id to ask for it, and nothing of what is behind.
 *
 * <p>Start here: {@link dev.drover.gateway.answer.Problems}.
 */
@NullMarked
package dev.drover.gateway.answer;

import org.jspecify.annotations.NullMarked;
