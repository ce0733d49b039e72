/**
 * Messages on streams, each behind its length in two bytes, as DNS over TCP has them (RFC 1035 section 4.2.2, RFC 7766). What a message
 * means is decided elsewhere.
 *
 * <p>Start here: {@link dev.drover.wire.framed.FramedStreams}.
 */
@NullMarked
package dev.drover.wire.framed;

import org.jspecify.annotations.NullMarked;
