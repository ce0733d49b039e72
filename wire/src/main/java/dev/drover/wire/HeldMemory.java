package dev.drover.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.MessageSizeEstimator;

/**
 * What waits to be written, counted by the memory that it holds: the capacity of its buffers. Netty counts readable bytes, by which
 * a peer that sends byte by byte makes a connection hold a thousand times what its water mark says.
 */
public final class HeldMemory implements MessageSizeEstimator {
    public static final HeldMemory INSTANCE = new HeldMemory();

    private static final Handle HANDLE = message -> message instanceof ByteBuf bytes ? bytes.capacity() : 0;

    private HeldMemory() {}

    @Override
    public Handle newHandle() {
        return HANDLE;
    }
}
