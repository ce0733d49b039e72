package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class DiskCeilingTest {
    private final Rule rule = new DiskCeiling();
    private final FakeHost host = new FakeHost();

    private FakeHost limited(double each, double waited) {
        host.process(80, "writer").disk(each).cgroup("/shop");
        host.file("/sys/fs/cgroup/shop/io.max", "8:0 rbps=max wbps=1000000 riops=max wiops=max\n")
                .pressure("io", waited, waited);
        for (int second = 0; second <= 4; second++) {
            host.file(
                    "/sys/fs/cgroup/shop/io.stat",
                    "8:0 rbytes=5 wbytes=" + (long) (9000 + second * each) + " rios=1 wios=2\n");
            host.pass(second == 0 ? 0 : 1);
        }
        return host;
    }

    @Test
    void namesTheGroupAtItsLimit() {
        Finding finding = Judged.found(rule, limited(990_000, 0.7).window());
        assertEquals("/shop", finding.who().get(0).name());
        assertEquals("8:0", finding.who().get(1).name());
    }

    @Test
    void callsBusyALimitThatKeepsNobodyWaiting() {
        Judged.busy(rule, limited(1_200_000, 0.01).window());
    }

    @Test
    void isQuietBelowTheLimit() {
        Judged.quiet(rule, limited(100_000, 0.7).window());
    }

    @Test
    void doesNotApplyWithoutALimit() {
        Judged.notApplicable(rule, host.watch(3));
    }
}
