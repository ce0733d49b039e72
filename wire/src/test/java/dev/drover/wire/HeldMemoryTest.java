package dev.drover.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {
    @Test
    void countsTheMemoryOfABufferAndNotItsBytes() {
        var channel = new EmbeddedChannel();
        ByteBuf one = channel.alloc().ioBuffer(2304).writeByte('x');
        assertEquals(2304, HeldMemory.INSTANCE.newHandle().size(one));
        assertEquals(1, HeldMemory.INSTANCE.newHandle().size(one.slice()));
        assertEquals(0, HeldMemory.INSTANCE.newHandle().size("no memory of ours"));
        one.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void stopsAtTheWaterMarkHoweverSmallThePiecesAre() {
        var channel = new EmbeddedChannel();
        channel.config().setOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, HeldMemory.INSTANCE);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10_000, 20_000));
        int pieces = 0;
        while (channel.isWritable() && pieces < 1000) {
            channel.write(channel.alloc().ioBuffer(2000, 2000).writeByte('x'));
            pieces++;
        }
        assertFalse(channel.isWritable());
        assertTrue(pieces <= 10, "held " + pieces + " buffers");
        channel.finishAndReleaseAll();
    }
}
