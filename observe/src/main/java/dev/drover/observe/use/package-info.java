/**
 * The USE table: of each resource its utilisation, its saturation and its errors (Brendan Gregg, <i>The USE Method</i>), and how these
 * moved in the last minute.
 *
 * <p>Numbers only: what they come to is for {@link dev.drover.observe.verdict} to say.
 *
 * <p>Start here: {@link dev.drover.observe.use.UseTable}.
 */
@NullMarked
package dev.drover.observe.use;

import org.jspecify.annotations.NullMarked;
