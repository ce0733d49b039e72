package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The other tests would prove nothing if leaks went unseen. */
class LeaksTest {
    @Test
    void findsABufferThatNobodyReleases() {
        for (int i = 0; i < 10; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(i);
        }
        Await.until(
                "a leak is found", Duration.ofSeconds(10), () -> !Leaks.found().isEmpty());
        assertTrue(Leaks.found().size() < 11);
    }
}
