/**
 * What may be asked of a running node, and what it answers: the vocabulary that the admin API and the commands share.
 *
 * <p>Everything here is a plain record of text, numbers and times, so that it reads the same as Java and as JSON. An absent
 * value is {@code null}. This package decides nothing and opens nothing.
 *
 * <p>Start here: {@link dev.drover.plane.control.Control}, offered by the program, asked for by {@code admin}.
 */
@NullMarked
package dev.drover.plane.control;

import org.jspecify.annotations.NullMarked;
