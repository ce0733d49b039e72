package dev.drover.observe.counter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Sockets read(String text) {
        return Sockets.parse(bytes(text)).orElse(new Sockets(Map.of(), List.of(), List.of(), Map.of()));
    }

    @Test
    void readsStatesListenersRoutesAndConnections() {
        Sockets sockets = read("state ESTABLISHED 4\nstate TIME-WAIT 1516\n"
                + "listen 127.0.0.1 41811 65 64 3814007 2 1\nlisten 0:0:0:0:0:0:0:0 80 1 -1 9 0 0\n"
                + "out 127.0.0.1 127.0.0.2 16531 402 400 2 5\n"
                + "connection 127.0.0.1 41811 127.0.0.1 55628 ESTABLISHED 3 688389 3814790 101a 804000 704000 5 6 114 218 12"
                + " 2297649122 1 7 14 65483 99\n");
        assertEquals(1520, sockets.all());
        assertTrue(sockets.listeners().getFirst().full());
        assertFalse(sockets.listeners().getLast().full());
        assertEquals("[0:0:0:0:0:0:0:0]:80", sockets.listeners().getLast().name());
        assertEquals(
                new Route("127.0.0.1", "127.0.0.2", 16531, 402, 400, 2, 5, ""),
                sockets.routes().getFirst());
        Connection one = sockets.connections().getOrDefault("101a", null);
        assertNotNull(one);
        assertEquals(688389, one.unsent());
        assertEquals(704000, one.peerLimited());
        assertEquals(99, one.acknowledged());
        assertTrue(one.programLimited());
    }

    @Test
    void refusesALineThatWasCutOff() {
        assertFalse(Sockets.parse(bytes("state ESTABLISHED 4\nlisten 127.0.0.1 41811 65\n"))
                .isMeasured());
    }

    @Property(tries = 300)
    void neverThrows(@ForAll byte[] any) {
        assertNotNull(Sockets.parse(any));
        assertNotNull(UdpSockets.parse(any));
        assertNotNull(Qdiscs.parse(any));
        assertNotNull(LocalPorts.parse(any));
        assertNotNull(Neighbours.parse(any));
        assertNotNull(Neighbours.gateways(any));
    }

    /** A tree with so many sockets that remembers what was asked. */
    private static final class Asking implements Tree {
        private final List<String> asked = new ArrayList<>();
        private final int sockets;

        Asking(int sockets) {
            this.sockets = sockets;
        }

        @Override
        public Content read(String path) {
            asked.add(path);
            return Content.Text.of(
                    path.equals("/drover/tcp")
                            ? "state TIME-WAIT " + sockets + "\nlisten 10.0.0.1 80 128 128 7 0 0\n"
                            : "4711 web server\n");
        }
    }

    @Test
    void asksOnceWhoOwnsAFullListener() {
        var tree = new Asking(10);
        var reading = new SocketsReading();
        Measured<Sockets> first = reading.read(tree);
        reading.read(tree);
        assertEquals(
                "web server, pid 4711",
                first.map(s -> s.listeners().getFirst().owner()).orElse(""));
        assertEquals(List.of("/drover/tcp", "/drover/socket/7", "/drover/tcp"), tree.asked);
    }

    @Test
    void readsEverySecondRoundWhileNobodyWaits() {
        var paths = new ArrayList<String>();
        Tree tree = path -> {
            paths.add(path);
            return Content.Text.of("state TIME-WAIT 3\nlisten 10.0.0.1 80 0 128 7 0 0\n");
        };
        var reading = new SocketsReading();
        for (int i = 0; i < 6; i++) {
            assertTrue(reading.read(tree).isMeasured());
        }
        assertEquals(3, paths.size());
    }

    @Test
    void readsManySocketsSeldom() {
        var tree = new Asking(100_000);
        var reading = new SocketsReading();
        for (int i = 0; i < 8; i++) {
            assertTrue(reading.read(tree).isMeasured());
        }
        assertEquals(2, tree.asked.stream().filter("/drover/tcp"::equals).count());
    }
}
