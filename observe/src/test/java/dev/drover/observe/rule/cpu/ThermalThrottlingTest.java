package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class ThermalThrottlingTest {
    private final Rule rule = new ThermalThrottling();
    private final FakeHost host = new FakeHost();

    private static final String FOLDER = "/sys/devices/system/cpu/cpu0/thermal_throttle/";

    private void slowed(int millisEach) {
        for (int second = 0; second <= 4; second++) {
            host.file(FOLDER + "package_throttle_total_time_ms", 5000 + second * millisEach + "\n");
            host.pass(1);
        }
    }

    @Test
    void findsCpusThatHeatSlowsDown() {
        host.cpu(0.8);
        slowed(800);
        assertEquals(
                0.8, Judged.found(rule, host.window()).evidence().getFirst().value(), 0.21);
    }

    @Test
    void callsBusyHeatWithoutWork() {
        slowed(900);
        Judged.busy(rule, host.window());
    }

    @Test
    void isQuietWhenCool() {
        host.cpu(0.8);
        slowed(0);
        Judged.quiet(rule, host.window());
    }

    @Test
    void doesNotApplyWhereNobodyTells() {
        Judged.notApplicable(rule, host.watch(3));
    }
}
