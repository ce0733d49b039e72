/**
 * Whether a failed attempt may be tried again: safe by the letter of HTTP, wanted by the service, and within a budget that keeps
 * retries from turning a small failure into a storm.
 *
 * <p>Start here: {@link dev.drover.policy.retry.Retrying}.
 */
@NullMarked
package dev.drover.policy.retry;

import org.jspecify.annotations.NullMarked;
