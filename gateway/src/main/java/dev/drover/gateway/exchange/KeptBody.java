package dev.drover.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request's body as far as it was sent, so that another instance can be sent the same. Bounded: of a body that grows
 * beyond the limit nothing is kept. A copy, because what was written is the socket's to release, and because small pieces of large
 * read buffers would hold much more memory than they have bytes.
 */
final class KeptBody {
    private final int limit;
    private @Nullable ByteBuf copy;
    private boolean whole;

    /**
     * Keeps nothing yet.
     *
     * @param limit most bytes, chunk framing included
     */
    KeptBody(int limit) {
        this.limit = limit;
    }

    /** Begins to keep; until then, and after {@link #forget}, nothing is. */
    void begin() {
        whole = limit > 0;
    }

    /** True: all that was sent so far can be sent again. */
    boolean isWhole() {
        return whole;
    }

    /**
     * Copies the first of the readable bytes. Releases nothing.
     *
     * @param expected bytes of the whole body, if the head says it, else 0
     */
    void add(ByteBuf in, int length, long expected, ByteBufAllocator memory) {
        if (!whole) {
            return;
        }
        ByteBuf kept = copy;
        int before = kept == null ? 0 : kept.readableBytes();
        if (before + length > limit) {
            forget();
            return;
        }
        if (kept == null) {
            kept = memory.ioBuffer((int) Math.min(limit, Math.max(length, expected)), limit);
            copy = kept;
        }
        kept.writeBytes(in, in.readerIndex(), length);
    }

    /** All that was sent so far, in memory of its own, which the caller releases. */
    ByteBuf again() {
        ByteBuf kept = copy;
        if (!whole || kept == null) {
            throw new IllegalStateException("the body was not kept");
        }
        return kept.copy();
    }

    /** Releases the copy: nobody will be sent this body again. */
    void forget() {
        whole = false;
        ByteBuf kept = copy;
        if (kept != null) {
            copy = null;
            kept.release();
        }
    }
}
