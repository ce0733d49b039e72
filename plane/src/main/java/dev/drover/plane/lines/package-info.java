/**
 * Logs of lines that planes write beside their work: files that are renamed when they are full or old, and what happens when the disk
 * is full. What stands in a line is the plane's.
 *
 * <p>Start here: {@link dev.drover.plane.lines.LineLog}.
 */
@NullMarked
package dev.drover.plane.lines;

import org.jspecify.annotations.NullMarked;
