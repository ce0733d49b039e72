package dev.drover.observe.counter.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.drover.observe.counter.Change;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SoftirqsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsTheLineOfReceivedPacketsByCpu() {
        var read = Softirqs.parse(bytes("                    CPU0       CPU3\n          HI:          1          2\n"
                + "      NET_TX:          7          6\n      NET_RX:   63830541   61048186\n"));
        assertEquals(
                Map.of(0, 63830541L, 3, 61048186L), read.map(Softirqs::received).orElse(new TreeMap<>()));
    }

    @Test
    void compares32BitCountsThatWrapped() {
        var before = new Softirqs(new TreeMap<>(Map.of(0, 0xFFFF_FFFFL)));
        var after = new Softirqs(new TreeMap<>(Map.of(0, 9L, 1, 5L)));
        assertEquals(
                Map.of(0, 10L), Softirqs.grown(new Change<>(before, after, 1)).orElse(new TreeMap<>()));
    }

    @Test
    void needsTheLine() {
        assertFalse(Softirqs.parse(bytes("   CPU0\n  HI: 1\n")).isMeasured());
    }

    @Property(tries = 300)
    void neverThrows(@ForAll byte[] any) {
        assertNotNull(Softirqs.parse(any));
    }
}
