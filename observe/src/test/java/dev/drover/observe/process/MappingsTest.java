package dev.drover.observe.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.process.Mappings.Kind;
import dev.drover.observe.process.Mappings.Size;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MappingsTest {
    /** Of Linux 6.1, shortened: a forked shell. */
    static final String SMAPS = """
            55d0c0a00000-55d0c0a28000 r-xp 00002000 fd:01 1311                       /usr/bin/bash
            Size:                160 kB
            KernelPageSize:        4 kB
            MMUPageSize:           4 kB
            Rss:                 160 kB
            Pss:                  40 kB
            Pss_Dirty:             0 kB
            Shared_Clean:        160 kB
            Shared_Dirty:          0 kB
            Private_Clean:         0 kB
            Private_Dirty:         0 kB
            Referenced:          160 kB
            Anonymous:             0 kB
            Swap:                  0 kB
            SwapPss:               0 kB
            VmFlags: rd ex mr mw me sd
            55d0c0a30000-55d0c0a38000 rw-p 00030000 fd:01 1311                       /usr/bin/bash
            Rss:                  32 kB
            Pss:                  20 kB
            Shared_Clean:          0 kB
            Shared_Dirty:         24 kB
            Private_Clean:         0 kB
            Private_Dirty:         8 kB
            Anonymous:            32 kB
            Swap:                  0 kB
            VmFlags: rd wr mr mw me ac sd
            55d0c1c00000-55d0c1e00000 rw-p 00000000 00:00 0                          [heap]
            Rss:                2000 kB
            Pss:                1100 kB
            Shared_Clean:          0 kB
            Shared_Dirty:       1800 kB
            Private_Clean:         0 kB
            Private_Dirty:       200 kB
            Anonymous:          2000 kB
            Swap:                 12 kB
            7f0000000000-7f0000100000 rw-s 00000000 00:01 5                          /dev/shm/x (deleted)
            Rss:                  64 kB
            Pss:                  32 kB
            Shared_Dirty:         64 kB
            Private_Dirty:         0 kB
            Anonymous:             0 kB
            Swap:                  0 kB
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
            Rss:                   0 kB
            Swap:                  0 kB
            """;

    private static Mappings parsed(String text) {
        return Mappings.parse(text.getBytes(StandardCharsets.UTF_8)).orElse(new Mappings(Map.of()));
    }

    private static Size size(Mappings mappings, Kind kind) {
        return Objects.requireNonNull(mappings.kinds().get(kind), kind::toString);
    }

    @Test
    void sortsMemoryByWhatItIs() {
        Mappings mappings = parsed(SMAPS);
        assertEquals(new Size(160 << 10, 40 << 10, 0, 160 << 10, 0, 0), size(mappings, Kind.TEXT));
        assertEquals(200 << 10, size(mappings, Kind.HEAP).own());
        assertEquals(12 << 10, size(mappings, Kind.HEAP).swap());
        assertEquals(64 << 10, size(mappings, Kind.SHARED).shared());
        assertFalse(mappings.kinds().containsKey(Kind.KERNEL), "what holds no memory is not told");
        assertEquals((160 + 32 + 2000 + 64) << 10, mappings.all().resident());
    }

    @Test
    void countsSharedPrivatePagesAsCopyOnWrite() {
        Mappings mappings = parsed(SMAPS);
        assertEquals(1800 << 10, size(mappings, Kind.HEAP).copyOnWrite());
        assertEquals(24 << 10, size(mappings, Kind.DATA).copyOnWrite());
        assertEquals(0, size(mappings, Kind.SHARED).copyOnWrite(), "shared on purpose");
        assertEquals(0, size(mappings, Kind.TEXT).copyOnWrite(), "of a file, never written");
    }

    @Test
    void readsTheSumsAlone() {
        Size all = parsed("""
                        55d0c0a00000-7fff00000000 ---p 00000000 00:00 0                          [rollup]
                        Rss:                4512 kB
                        Pss:                1012 kB
                        Pss_Anon:            500 kB
                        Shared_Clean:       4000 kB
                        Shared_Dirty:        156 kB
                        Private_Clean:         0 kB
                        Private_Dirty:       356 kB
                        Anonymous:           512 kB
                        Swap:                  4 kB
                        """).all();
        assertEquals(new Size(4512 << 10, 1012 << 10, 356 << 10, 4156 << 10, 0, 4 << 10), all);
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertTrue(Mappings.parse("Rss: 12 kB\n".getBytes(StandardCharsets.UTF_8))
                .why()
                .contains("not understood"));
        assertEquals("empty", Mappings.parse(new byte[0]).why());
    }
}
