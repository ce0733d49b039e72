package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Control;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a node tells of itself, and what it refuses. */
final class RunningNodeTest extends NodeScene {
    @Test
    void measuresItselfAndItsProcess() throws Exception {
        node.start(named("one"), "ada");
        var names = new TreeSet<String>();
        for (MetricSnapshot metric : assembly.registry().scrape()) {
            names.add(metric.getMetadata().getPrometheusName());
            assertFalse(
                    metric.getDataPoints().isEmpty(), () -> metric.getMetadata().getName());
            if (metric.getMetadata().getName().equals("drover_model_generation")) {
                var point = (GaugeSnapshot.GaugeDataPointSnapshot)
                        metric.getDataPoints().getFirst();
                assertEquals(1, point.getValue());
            }
        }
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        assertEquals(14, names.size(), names::toString);
        for (String name : names) {
            assertTrue(page.contains("`" + name), name);
        }
    }

    @Test
    void isNotReadyWhileItIsDrained() throws Exception {
        assertEquals("no model is in force", node.control().ready().why());
        node.start(named("one"), "ada");
        assertTrue(node.control().ready().ready());
        var aim = new Control.Aim(null, null);
        node.control().intend(aim, Control.Wish.DRAINING, "cli:ada", "");
        restart();
        assertFalse(node.control().ready().ready());
        assertTrue(node.control().ready().why().contains("drained by cli:ada"));
        assertTrue(node.control().status().readiness().why().contains("clients are told to move away"));
        assertFalse(assembly.keeping);
        node.control().intend(aim, Control.Wish.IN_SERVICE, "cli:ada", "");
        assertTrue(node.control().ready().ready());
        assertTrue(assembly.keeping);
        assertThrows(Refused.class, () -> node.control().intend(aim, Control.Wish.FORCED_UP, "cli:ada", ""));
    }

    @Test
    void isNotReadyUntilTheModelIsInForceAgainWithWhichItRan() throws Exception {
        node.start(named("one"), "ada");
        node.close();
        open();
        assertEquals("no model is in force", node.control().ready().why());
        assertNull(node.control().status().model());
        Refused starting = assertThrows(Refused.class, () -> node.control().zoneKeys());
        assertTrue(starting.getMessage().startsWith("this node is starting"), starting::getMessage);
        node.resume();
        assertTrue(node.control().ready().ready());
        assertEquals(1, node.control().status().model().generation());
        assertEquals(List.of(), node.control().zoneKeys());
    }

    @Test
    void namesWhatIsThereWhenAskedForWhatIsNot() throws Exception {
        node.start(named("one"), "ada");
        Refused service = assertThrows(Refused.class, () -> node.control().explain("shoop", null, 0));
        assertEquals("there is no service shoop (there are: shop)", service.getMessage());
        Refused instance = assertThrows(Refused.class, () -> node.control().explain("shop", "two", 0));
        assertEquals("shop has no instance two (it has: one)", instance.getMessage());
    }

    @Test
    void refusesAModelForOtherNodesAndItsOwnAdminAddress() throws Exception {
        node.close();
        var admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), 18080);
        node = RunningNode.open(
                new Settings("test", data, admin, 1, "here", Settings.Access.OFF, null), this::assembly, ticker);
        String taken = refusal(18080, 18081);
        assertTrue(taken.contains("this node is here (expected: one of there)"), taken);
        assertTrue(taken.contains("127.0.0.1:18080 is the address of the admin API"), taken);
        String reached = refusal(18081, 18080);
        assertTrue(reached.contains("localhost:18080 is the admin API of this node"), reached);
    }

    @Test
    void refusesTheAddressesOfItsMachineWhereItListensOnAll() throws Exception {
        node.close();
        var admin = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 18080);
        node = RunningNode.open(
                new Settings("test", data, admin, 1, "here", Settings.Access.OFF, null), this::assembly, ticker);
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .toList();
        assertFalse(own.isEmpty());
        for (InetAddress address : own) {
            String host = address.getHostAddress();
            String reached = refusal("*:18081", host + ":18080");
            assertTrue(reached.contains(host + ":18080 is the admin API of this node"), reached);
            String circle = refusal("0.0.0.0:18081", host + ":18081");
            assertTrue(circle.contains("requests would go round in circles"), circle);
        }
        String taken = refusal("127.0.0.3:18080", "10.255.255.1:1");
        assertTrue(taken.contains("127.0.0.3:18080 is the address of the admin API"), taken);
    }

    private String refusal(int listener, int instance) {
        return refusal("127.0.0.1:" + listener, "localhost:" + instance);
    }

    private String refusal(String listener, String instance) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", """
                nodes: {there: {address: 10.0.0.1}}
                listen: {web: {protocol: http, address: "%s"}}
                services: {shop: {instances: {addresses: ["%s"]}}}
                routes: [{match: {path: /**}, to: shop}]
                """.formatted(listener, instance));
        var source = new Source("/nowhere", texts);
        return String.join(
                "\n",
                assertThrows(Refused.class, () -> node.start(source, "ada")).problems());
    }
}
