/**
 * One process looked at closely: what it is made of, what it does and what it waits for, and the three sentences that matter.
 *
 * <p>Reads through a {@link dev.drover.observe.capture.Tree} only, judges no host, and prints nothing.
 *
 * <p>Start here: {@link dev.drover.observe.process.Sitting}, which makes a {@link dev.drover.observe.process.Portrait}.
 */
@NullMarked
package dev.drover.observe.process;

import org.jspecify.annotations.NullMarked;
