/**
 * Rules on the clock.
 *
 * <p>Start here: {@link dev.drover.observe.rule.time.ClockSkew}.
 */
@NullMarked
package dev.drover.observe.rule.time;

import org.jspecify.annotations.NullMarked;
