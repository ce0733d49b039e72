package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class SenderLimitedTest {
    private final Rule rule = new SenderLimited();
    private final FakeHost host = new FakeHost();
    private final FakeSockets sockets = new FakeSockets(host);

    private Rule seconds(int busy, int peer, int buffer, long bytes) {
        for (int i = 0; i < 6; i++) {
            sockets.anew().connection(100_000, i * busy, i * peer, i * buffer, 0, i * bytes);
            host.pass(i == 0 ? 0 : 1);
        }
        return rule;
    }

    @Test
    void namesThePeerThatDoesNotRead() {
        Finding finding = Judged.found(seconds(1000, 950, 0, 1000), host.window());
        assertEquals("10.0.0.9:9000", finding.who().getFirst().name());
        assertEquals("shop", finding.who().getLast().name());
        assertEquals(0.95, finding.magnitude(), 0.001);
    }

    @Test
    void namesASendBufferThatIsTooSmall() {
        assertTrue(Judged.found(seconds(1000, 0, 900, 1000), host.window())
                .headline()
                .contains("too small a buffer"));
    }

    @Test
    void callsAFastTransferBusy() {
        Judged.busy(seconds(1000, 950, 0, 50_000_000), host.window());
    }

    @Test
    void leavesConnectionsAloneThatTheirProgramHasClosed() {
        sockets.closed();
        Judged.quiet(seconds(1000, 950, 0, 1000), host.window());
    }

    @Test
    void isQuietWhenTheNetworkLimits() {
        Judged.quiet(seconds(1000, 10, 10, 1000), host.window());
    }

    @Test
    void isQuietWhenThereIsLittleToSend() {
        Judged.quiet(seconds(10, 10, 0, 1000), host.window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(
                Judged.notMeasurable(rule, host.without("/drover/tcp").watch(2)).startsWith("/drover/tcp"));
    }
}
