/**
 * What processes print: read without ever making them wait, kept in rotated files, shown and followed.
 *
 * <p>Start here: {@link dev.drover.supervisor.output.Logs}, the folder with the one thread that writes;
 * {@link dev.drover.supervisor.output.Logbook}, the output of one instance.
 */
@NullMarked
package dev.drover.supervisor.output;

import org.jspecify.annotations.NullMarked;
