package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class WriteStallTest {
    private final Rule rule = new WriteStall();
    private final FakeHost host = new FakeHost();

    private FakeHost dirty(long pages) {
        host.vmstat("nr_dirty", 0).vmstat("nr_writeback", 0).vmstat("nr_dirty_threshold", 0);
        return host.file("/proc/vmstat", "nr_dirty " + pages + "\nnr_writeback 100\nnr_dirty_threshold 10000\n");
    }

    @Test
    void findsWritersBehindTheLimitOfDirtyPages() {
        host.process(80, "writer").cpu(0.1, 0).disk(90e6);
        Finding finding =
                Judged.found(rule, dirty(9000).pressure("io", 0.6, 0.4).watch(4));
        assertEquals("writer", finding.who().getFirst().name());
        assertEquals(0.91, finding.evidence().getFirst().value(), 0.001);
    }

    /** Writers are slowed down from half-way between both limits on. */
    @Test
    void knowsWhereWritersAreSlowedDown() {
        host.file(
                "/proc/vmstat",
                "nr_dirty 7000\nnr_writeback 0\nnr_dirty_threshold 10000\nnr_dirty_background_threshold 5000\n");
        Finding finding = Judged.found(rule, host.pressure("io", 0.6, 0.4).watch(4));
        assertEquals(0.93, finding.evidence().getFirst().value(), 0.01);
    }

    @Test
    void findsWritersThatAreSeenHeldBack() {
        dirty(4000).pressure("io", 0.3, 0.1).process(80, "writer").stuck("balance_dirty_pages", 0.1);
        Judged.found(rule, host.watch(4));
    }

    @Test
    void findsAStormOfFlushes() {
        Finding finding = Judged.found(
                rule,
                dirty(10).flushes("vda", 400, 0.9).pressure("io", 0.6, 0.4).watch(4));
        assertEquals("vda", finding.who().getFirst().name());
        assertEquals(400, finding.evidence().get(1).value(), 1);
    }

    @Test
    void callsBusyWritingThatNobodyWaitsFor() {
        Judged.busy(rule, dirty(9000).watch(4));
    }

    @Test
    void isQuietWithLittleToWrite() {
        Judged.quiet(rule, dirty(10).pressure("io", 0.6, 0.4).watch(4));
    }

    @Test
    void cannotTellWithoutTheLimit() {
        Judged.notMeasurable(rule, host.watch(3));
    }
}
