/**
 * Which nodes measure an instance, and what their measurements say together.
 *
 * <p>Start here: {@link dev.drover.policy.vantage.Panel}.
 */
@NullMarked
package dev.drover.policy.vantage;

import org.jspecify.annotations.NullMarked;
