package dev.drover.supervisor.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProcessTableTest {
    /** A name may hold anything, spaces and brackets too. */
    private static final String STAT =
            "4711 (odd ) name) S 1 4700 4700 0 -1 4194560 5 6 7 8 120 30 4 6 20 0 1 0 99887 1000 250 1";

    @Example
    void readsALineOfTheKernel() {
        assertEquals(
                Optional.of(new ProcessTable.Entry(4711, 'S', 4700, 160, 99887, 250)), ProcessTable.Entry.parse(STAT));
    }

    @Example
    void addsUpAGroupWithoutItsDead() {
        var table = new ProcessTable(Map.of(
                1L, new ProcessTable.Entry(1, 'S', 1, 100, 5, 10),
                2L, new ProcessTable.Entry(2, 'R', 1, 50, 6, 20),
                3L, new ProcessTable.Entry(3, 'Z', 1, 900, 6, 0),
                4L, new ProcessTable.Entry(4, 'S', 4, 900, 6, 9)));
        var usage = table.usage(1).orElseThrow();
        assertEquals(Duration.ofMillis(1500), usage.cpu());
        assertEquals(0, usage.residentBytes() % 30);
        assertEquals(List.of(), table.group(3));
        assertTrue(table.usage(99).isEmpty());
    }

    @Example
    void knowsThisVeryProcess() {
        long me = ProcessHandle.current().pid();
        var entry = ProcessTable.read(me).orElseThrow();
        assertTrue(entry.lives());
        assertTrue(entry.cpuTicks() > 0 && entry.residentPages() > 0, entry.toString());
        assertTrue(ProcessTable.read().entries().containsKey(me));
    }

    @Property(tries = 500)
    void doesNotStumbleOverALineThatIsCut(@ForAll int at) {
        String cut = STAT.substring(0, Math.floorMod(at, STAT.lastIndexOf(" 250")));
        assertFalse(ProcessTable.Entry.parse(cut).isPresent(), cut);
    }

    @Example
    void refusesToSignalMoreThanOneGroup() {
        for (long all : List.of(0L, 1L, -1L)) {
            assertThrows(IllegalArgumentException.class, () -> Signals.send(all, Signals.PROBE));
        }
        assertTrue(Signals.send(ProcessHandle.current().pid(), Signals.PROBE));
    }

    @Example
    void namesSignals() {
        assertEquals("exit code 1", Child.describe(1));
        assertEquals("exit code 137 (SIGKILL)", Child.describe(137));
        assertEquals("exit code 139 (SIGSEGV)", Child.describe(139));
        assertEquals("exit code 255", Child.describe(255));
    }
}
