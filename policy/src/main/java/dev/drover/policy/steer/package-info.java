/**
 * Choosing the answer of a name: candidates and a client go through the steps of a chain, and each says whom it took away and why. No
 * I/O: where a client is, and who is up, comes in.
 *
 * <p>Start here: {@link dev.drover.policy.steer.Steering}.
 */
@NullMarked
package dev.drover.policy.steer;

import org.jspecify.annotations.NullMarked;
