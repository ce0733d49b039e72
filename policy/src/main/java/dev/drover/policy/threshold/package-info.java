/**
 * When a row of check results changes an instance's state: rise and fall, and damping of those that flap.
 *
 * <p>Start here: {@link dev.drover.policy.threshold.Thresholds}.
 */
@NullMarked
package dev.drover.policy.threshold;

import org.jspecify.annotations.NullMarked;
