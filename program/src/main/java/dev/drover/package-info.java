/**
 * The program: where the rooms are joined.
 *
 * <p>Only this room knows all others. {@link dev.drover.Planes} is the one ordered list of planes and says which port goes where;
 * {@code command} is what the operator types, {@code node} what runs.
 *
 * <p>Start here: {@link dev.drover.Drover}, the main class; {@link dev.drover.Planes}.
 */
@NullMarked
package dev.drover;

import org.jspecify.annotations.NullMarked;
