/**
 * Listening sockets: one per event loop for each address, so that no connection changes its thread; and how many connections there may be.
 *
 * <p>Start here: {@link dev.drover.wire.listen.Listening}.
 */
@NullMarked
package dev.drover.wire.listen;

import org.jspecify.annotations.NullMarked;
