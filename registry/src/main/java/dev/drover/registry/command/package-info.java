/**
 * What may be asked to be written, and what comes of it.
 *
 * <p>A command holds everything that decides its effect: ids are made by whoever asks, times come with its place in the order. So the
 * same commands in the same order make the same state on every node. Commands are written down and read by other versions of
 * Drover: a record here is only ever added to, and a new kind needs a new version of the log's format.
 *
 * <p>Start here: {@link dev.drover.registry.command.Command}.
 */
@NullMarked
package dev.drover.registry.command;

import org.jspecify.annotations.NullMarked;
