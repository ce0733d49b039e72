/**
 * Judges instances by live traffic: failures in a row, success rates far below the siblings', ejections that grow. How many may
 * be out at the same time is not decided here but by {@code dev.drover.policy.floor}.
 *
 * <p>Start here: {@link dev.drover.policy.outlier.LiveRecord}.
 */
@NullMarked
package dev.drover.policy.outlier;

import org.jspecify.annotations.NullMarked;
