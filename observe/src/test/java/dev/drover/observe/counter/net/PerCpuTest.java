package dev.drover.observe.counter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PerCpuTest {
    @Test
    void addsUpTheCpusButNotTheSizeOfTheTable() {
        var read =
                PerCpu.parse("entries  allocs   table_fulls\n00000002 00000008 0000000a\n00000002 00000003   00000001\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(2, read.then(n -> n.get("entries")).orElse(-1L));
        assertEquals(11, read.then(n -> n.get("allocs")).orElse(-1L));
        assertEquals(11, read.then(n -> n.get("table_fulls")).orElse(-1L));
    }

    @Test
    void needsALineOfNumbers() {
        assertFalse(PerCpu.parse("entries\n".getBytes(StandardCharsets.UTF_8)).isMeasured());
    }

    @Property(tries = 300)
    void neverThrows(@ForAll byte[] any) {
        assertNotNull(PerCpu.parse(any));
        assertNotNull(TcpMemory.parse(any));
        assertNotNull(Nics.speed(any));
    }
}
