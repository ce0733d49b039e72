/**
 * The access log: every request that ended, as a line in a file and before the eyes of whoever watches.
 *
 * <p>An event loop only copies facts into a ring of its own and never waits: what does not fit is dropped and counted. One thread
 * drains the rings, makes lines, writes, rotates, and says so once when the disk does not take them. It decides nothing.
 *
 * <p>Start here: {@link dev.drover.gateway.log.AccessLog}.
 */
@NullMarked
package dev.drover.gateway.log;

import org.jspecify.annotations.NullMarked;
