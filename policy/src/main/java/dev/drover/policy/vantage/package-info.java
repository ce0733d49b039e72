/**
 * Which nodes measure an instance, what their measurements say together, and what several sites do.
 *
 * <p>Start here: {@link dev.drover.policy.vantage.Panel}; between sites, {@link dev.drover.policy.vantage.Electorate}.
 */
@NullMarked
package dev.drover.policy.vantage;

import org.jspecify.annotations.NullMarked;
