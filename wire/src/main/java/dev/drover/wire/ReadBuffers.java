package dev.drover.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * How much a connection reads at once, and where: in front of the bytes read it leaves room, so that a new head can be written
 * before a body without moving or copying that body.
 *
 * <pre>
 *  0        headroom                      capacity
 *  |  free  |  what the socket gave  ...  |
 * </pre>
 *
 * <p>The size follows the traffic: four times more after a read that filled the buffer, a quarter after two that would have
 * fitted there.
 */
public final class ReadBuffers implements RecvByteBufAllocator {
    /** Bytes free before what is read. */
    public static final int HEADROOM = 256;

    private static final int SMALLEST = 2048;
    /** What is usually sent in pieces of 64 KiB comes with a head in front: one read takes both. */
    private static final int LARGEST = 68 << 10;
    /** Most memory that one read takes. */
    public static final int MOST = HEADROOM + LARGEST;

    /** Bytes read in one go before other connections get their turn. */
    private static final int TURN = 128 << 10;

    public static final ReadBuffers INSTANCE = new ReadBuffers();

    private ReadBuffers() {}

    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
        return new Adaptive();
    }

    private static final class Adaptive implements ExtendedHandle {
        private int size = SMALLEST;
        private int attempted;
        private int last;
        private int total;
        private int small;
        private @Nullable ChannelConfig config;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(HEADROOM + size, HEADROOM + size).setIndex(HEADROOM, HEADROOM);
        }

        @Override
        public int guess() {
            return size;
        }

        @Override
        public void reset(ChannelConfig present) {
            config = present;
            total = 0;
            last = 0;
        }

        @Override
        public void incMessagesRead(int messages) {}

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
            if (bytes <= 0) {
                return;
            }
            total += bytes;
            if (bytes == attempted) {
                size = Math.min(LARGEST, size * 4);
                small = 0;
            } else if (bytes <= size / 4 && size > SMALLEST && ++small == 2) {
                size /= 4;
                small = 0;
            }
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return last > 0 && last == attempted && total < TURN && config != null && config.isAutoRead();
        }

        @Override
        public boolean continueReading(io.netty.util.UncheckedBooleanSupplier maybeMore) {
            return continueReading() && maybeMore.get();
        }

        @Override
        public void readComplete() {}
    }
}
