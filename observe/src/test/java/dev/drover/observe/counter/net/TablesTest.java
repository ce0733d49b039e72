package dev.drover.observe.counter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsNeighboursThatDidNotAnswer() {
        var read = Neighbours.parse(
                bytes("IP address       HW type     Flags       HW address            Mask     Device\n"
                        + "192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0\n"
                        + "192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth1\n"));
        assertEquals(2, read.map(Neighbours::all).orElse(-1L));
        assertEquals(
                List.of(new Neighbours.Neighbour("192.0.2.9", "eth1")),
                read.map(Neighbours::unanswered).orElse(List.of()));
    }

    @Test
    void readsGateways() {
        assertEquals(
                Set.of("192.0.2.1"),
                Neighbours.gateways(
                        bytes("Iface\tDestination\tGateway \tFlags\tRefCnt\neth0\t00000000\t010200C0\t0003\t0\n"
                                + "eth0\t000200C0\t00000000\t0001\t0\n")));
    }

    @Test
    void readsQueuesAndCountsThoseOfOneNameTogether() {
        var read = Qdiscs.parse(bytes("lo noqueue 0: 0 0 0 0 0 0\neth0 fq_codel 0: 10 1 0 0 2 300\n"
                + "eth0 fq_codel 0: 20 2 1 4 0 0\neth1 tbf 8001: 1 1 1 1 1 1\n"));
        assertEquals(
                new Qdisc("eth0", "fq_codel", "0:", 30, 3, 1, 4, 2, 300),
                read.map(q -> List.copyOf(q.byName().values()).get(1)).orElse(new Qdisc("", "", "", 0, 0, 0, 0, 0, 0)));
        assertEquals(3, read.map(q -> q.byName().size()).orElse(0));
    }

    @Test
    void takesNoQueueForNone() {
        assertEquals(
                0, Qdiscs.parse(bytes("none\n")).map(q -> q.byName().size()).orElse(-1));
    }

    @Test
    void knowsNoSpeedWithoutALink() {
        assertFalse(Nics.speed(bytes("-1\n")).isMeasured());
        assertEquals(1e10, Nics.speed(bytes("10000\n")).orElse(0.0));
    }

    @Test
    void readsTheRangeOfLocalPorts() {
        assertEquals(
                28_232,
                LocalPorts.parse(bytes("32768\t60999\n")).map(LocalPorts::count).orElse(0L));
    }
}
