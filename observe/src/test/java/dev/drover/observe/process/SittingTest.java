package dev.drover.observe.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.fixture.FakeHost;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whole portraits: of fake processes, of this very process, and of what makes no sense. */
class SittingTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FORKED = 0x40;
    private static final long KERNEL = 0x20_0000;

    private final FakeHost host = new FakeHost();
    private final Sitting sitting = new Sitting(host, 50);

    private static void says(Portrait portrait, String sentence) {
        assertTrue(portrait.remarks().contains(sentence), () -> String.join("\n", portrait.remarks()));
    }

    @Test
    void saysHowLongThreadsWaitedForCpus() {
        var task = new FakeTask(host, 50, "shop", 0).thread(51, 'R', 0, 0, "0");
        sitting.look(SECOND);
        task.thread(51, 'R', 390_000_000, 610_000_000, "0");
        sitting.look(2 * SECOND);
        Portrait portrait = sitting.portrait();
        assertEquals(51, portrait.threads().getFirst().id(), "the busiest first");
        assertEquals(0.39, portrait.threads().getFirst().cpus().orElse(0.0), 1e-9);
        assertEquals(0.61, portrait.activity().waited().orElse(0.0), 1e-9);
        assertEquals(100, portrait.identity().age().orElse(0.0), 1e-9);
        says(portrait, "Its threads waited for a CPU 61 % of the time in which they wanted to run.");
        assertEquals(3, portrait.remarks().size());
    }

    @Test
    void saysWhatItSharesSinceTheFork() {
        new FakeTask(host, 50, "shop", FORKED).file("smaps", MappingsTest.SMAPS);
        sitting.look(SECOND);
        says(sitting.portrait(), "It shares 1.8 MiB with its parent that neither has written since the fork.");
    }

    @Test
    void saysThatDescriptorsRunOut() {
        new FakeTask(host, 50, "shop", 0).descriptors(1010, 1024);
        sitting.look(SECOND);
        says(sitting.portrait(), "1,010 of 1,024 file descriptors are open.");
    }

    @Test
    void saysForWhatAThreadSleepsUninterruptibly() {
        var task = new FakeTask(host, 50, "shop", 0).thread(51, 'D', 0, 0, "io_schedule");
        sitting.look(SECOND);
        sitting.look(2 * SECOND);
        task.thread(51, 'S', 0, 0, "futex_wait_queue");
        sitting.look(3 * SECOND);
        sitting.look(4 * SECOND);
        says(
                sitting.portrait(),
                "Its thread shop (51) slept uninterruptibly at 50 % of the looks: it waits for a lock or another thread"
                        + " (futex_wait_queue).");
    }

    @Test
    void countsChildrenThatCameWhileItWatched() {
        var task = new FakeTask(host, 50, "shop", 0).children("60 61 ");
        sitting.look(SECOND);
        task.children("61 62 63");
        sitting.look(2 * SECOND);
        task.children("63 64");
        sitting.look(3 * SECOND);
        Portrait.Family family = sitting.portrait().family();
        assertEquals(2, family.count().orElse(0));
        assertEquals(3, family.born().orElse(0));
    }

    @Test
    void tellsAThreadOfTheKernel() {
        new FakeTask(host, 50, "kworker/0:1", KERNEL);
        sitting.look(SECOND);
        Portrait portrait = sitting.portrait();
        assertFalse(portrait.memory().isMeasured());
        says(portrait, "It is a thread of the kernel: it has no memory, files or limits of its own.");
    }

    @Test
    void tellsAProcessThatEndedAndOneThatTookItsNumber() {
        new FakeTask(host, 50, "shop", 0);
        sitting.look(SECOND);
        assertFalse(sitting.ended());
        host.file("/proc/50/stat", "50 (other) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99999 0 0\n");
        sitting.look(2 * SECOND);
        assertTrue(sitting.ended());
        Portrait portrait = sitting.portrait();
        assertTrue(portrait.ended());
        assertEquals("shop", portrait.identity().name());
        assertFalse(new Sitting(host, 99).look(SECOND).isMeasured());
    }

    @Test
    void saysHowItsControlGroupLimitsIt() {
        new FakeTask(host, 50, "shop", 0);
        host.file("/sys/fs/cgroup/shop.slice/cpu.max", "50000 100000\n")
                .file("/sys/fs/cgroup/shop.slice/cpu.stat", "nr_periods 10\nnr_throttled 0\nthrottled_usec 0\n")
                .file("/sys/fs/cgroup/other.slice/cpu.max", "50000 100000\n")
                .file("/sys/fs/cgroup/other.slice/cpu.stat", "nr_periods 10\nnr_throttled 0\nthrottled_usec 0\n");
        sitting.look(SECOND);
        host.file("/sys/fs/cgroup/shop.slice/cpu.stat", "nr_periods 20\nnr_throttled 6\nthrottled_usec 300000\n");
        sitting.look(2 * SECOND);
        Portrait portrait = sitting.portrait();
        assertEquals(
                List.of("/shop.slice"),
                portrait.groups().orElse(List.of()).stream()
                        .map(Portrait.GroupUse::path)
                        .toList());
        says(portrait, "Its control group /shop.slice was throttled in 60 % of its periods: it may use 0.50 CPUs.");
    }

    @Test
    void saysWhatOnlyRootMaySee() {
        new FakeTask(host, 50, "shop", 0);
        sitting.look(SECOND);
        Portrait.Memory memory = sitting.portrait()
                .memory()
                .orElse(new Portrait.Memory(
                        dev.drover.observe.counter.Measured.not(""),
                        dev.drover.observe.counter.Measured.not(""),
                        dev.drover.observe.counter.Measured.not(""),
                        dev.drover.observe.counter.Measured.not("")));
        assertEquals(2256 << 10, memory.resident().orElse(0L));
        assertEquals("/proc/50/smaps: No such file or directory", memory.kinds().why());
    }

    @Test
    void drawsThisVeryProcess() throws IOException {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        try (var tree = new LiveTree()) {
            var live = new Sitting(tree, self);
            assertTrue(live.look(System.nanoTime()).isMeasured());
            live.look(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1));
            Portrait portrait = live.portrait();
            assertTrue(portrait.threads().size() > 3, portrait::toString);
            assertTrue(portrait.files().map(OpenFiles::open).orElse(0L) > 3, portrait::toString);
            assertEquals(3, portrait.remarks().size());
        }
    }

    @Property(tries = 300)
    void anyBytesAreDrawnOrRefused(@ForAll @Size(max = 400) byte[] bytes) {
        draw(path -> new Content.Text(bytes));
        assertNotNull(Mappings.parse(bytes));
        assertNotNull(OpenFiles.parse(bytes));
        assertNotNull(Limit.parse(bytes));
        assertNotNull(Status.parse(bytes));
    }

    @Property(tries = 300)
    void bentFilesAreDrawnOrRefused(@ForAll @IntRange(max = 1_000_000) int seed) {
        var random = new Random(seed);
        var real = new FakeHost();
        new FakeTask(real, 50, "shop", FORKED).file("smaps", MappingsTest.SMAPS).descriptors(12, 1024);
        draw(path -> {
            if (!(real.read(path) instanceof Content.Text(byte[] bytes)) || bytes.length == 0) {
                return real.read(path);
            }
            byte[] bent = bytes.clone();
            if (!path.endsWith("/stat") && random.nextInt(3) == 0) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            }
            return new Content.Text(bent);
        });
    }

    private static void draw(dev.drover.observe.capture.Tree tree) {
        var any = new Sitting(tree, 50);
        if (any.look(SECOND).isMeasured()) {
            any.look(2 * SECOND);
            assertTrue(any.portrait().remarks().size() <= 3);
        }
    }
}
