package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class NumaMissesTest {
    private final Rule rule = new NumaMisses();
    private final FakeHost host = new FakeHost();

    private FakeHost nodes(double misses) {
        for (String node : new String[] {"node0", "node1"}) {
            String file = "/sys/devices/system/node/" + node + "/numastat";
            host.counter(file, "numa_hit", 10_000)
                    .counter(file, "numa_miss", misses)
                    .counter(file, "numa_foreign", misses);
        }
        return host.file("/sys/devices/system/node/", "node0\nnode1\nonline");
    }

    @Test
    void findsMemoryFromFarNodes() {
        assertEquals(
                0.44,
                Judged.found(rule, nodes(8000).watch(4)).evidence().getFirst().value(),
                0.01);
    }

    @Test
    void forgivesAFew() {
        Judged.quiet(rule, nodes(100).watch(4));
    }

    @Test
    void doesNotApplyWithOneNode() {
        host.counter("/sys/devices/system/node/node0/numastat", "numa_hit", 10);
        Judged.notApplicable(
                rule, host.file("/sys/devices/system/node/", "node0").watch(3));
    }

    @Test
    void cannotTellWithoutNodes() {
        Judged.notMeasurable(rule, host.watch(3));
    }
}
