/**
 * Where counters come from: a tree of small text files, live, exported or recorded, behind one interface.
 *
 * <p>Knows paths and bytes, never what they mean.
 *
 * <p>Start here: {@link dev.drover.observe.capture.Tree}.
 */
@NullMarked
package dev.drover.observe.capture;

import org.jspecify.annotations.NullMarked;
