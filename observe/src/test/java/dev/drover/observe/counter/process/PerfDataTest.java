package dev.drover.observe.counter.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PerfDataTest {
    /** As HotSpot writes it: a header, then entries of a long each. */
    private static byte[] file(Object... namesAndValues) {
        ByteBuffer data = ByteBuffer.allocate(4096);
        data.putInt(0xcafec0c0).put((byte) 1).put((byte) 2).put((byte) 0).put((byte) 1);
        data.order(ByteOrder.LITTLE_ENDIAN).position(24);
        data.putInt(32).putInt(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            byte[] name = (namesAndValues[i] + "\0").getBytes(StandardCharsets.US_ASCII);
            int at = (20 + name.length + 7) / 8 * 8;
            int from = data.position();
            data.putInt(at + 8)
                    .putInt(20)
                    .putInt(0)
                    .put((byte) 'J')
                    .put((byte) 1)
                    .put((byte) 2)
                    .put((byte) 3)
                    .putInt(at);
            data.put(name).position(from + at).putLong((Long) namesAndValues[i + 1]);
        }
        return Arrays.copyOf(data.array(), data.position());
    }

    private static final byte[] REAL = file(
            "java.threads.live", 12L,
            "sun.gc.collector.0.invocations", 5L,
            "sun.gc.collector.0.time", 1_500_000_000L,
            "sun.gc.collector.1.time", 500_000_000L,
            "sun.os.hrt.frequency", 1_000_000_000L);

    @Test
    void addsUpTheTimesOfAllCollectors() {
        assertEquals(2.0, PerfData.collected(REAL).orElse(0.0));
    }

    @Test
    void refusesWhatIsNoSuchFile() {
        assertFalse(PerfData.collected(new byte[100]).isMeasured());
        assertFalse(PerfData.collected(file("java.threads.live", 12L)).isMeasured());
    }

    @Property(tries = 500)
    void comesToAnEndWhateverTheBytes(@ForAll int seed) {
        byte[] bytes = REAL.clone();
        var random = new java.util.Random(seed);
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[24 + random.nextInt(bytes.length - 24)] = (byte) random.nextInt(256);
        }
        assertNotNull(PerfData.collected(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
    }
}
