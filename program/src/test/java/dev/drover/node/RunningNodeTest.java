package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Intent;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import dev.drover.testkit.FakeTime;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningNodeTest {
    private final FakeTime time = new FakeTime();
    private final Ticker ticker = Ticker.of(time, time);
    private FakeAssembly assembly;
    private RunningNode node;

    @TempDir
    private Path data;

    @BeforeEach
    void open() throws Unusable {
        node = RunningNode.open(settings(), this::assembly, ticker);
        node.begin();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Assembly assembly(Settings settings, byte[] secret, Ticker given) {
        assembly = new FakeAssembly(given);
        return assembly;
    }

    private Settings settings() {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Settings("test", data, anyPort, 1, "here", Settings.Access.OFF, null);
    }

    /** As after a kill: nothing is told that it ends, and what is on disk is all that is left. */
    private void restart() throws Unusable, Refused {
        node.close();
        open();
        node.resume();
    }

    private static Source named(String cluster) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", """
                cluster: %s
                listen: {web: {protocol: http, address: "127.0.0.1:18080"}}
                services: {shop: {instances: {addresses: ["127.0.0.1:1"]}}}
                routes: [{match: {path: /**}, to: shop}]
                """.formatted(cluster));
        return new Source("/nowhere", texts);
    }

    private String running() {
        return node.running().cluster();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 10s");
            Thread.onSpinWait();
        }
    }

    @Test
    void keepsEveryModelWithAuthorAndTime() throws Exception {
        node.start(named("one"), "ada");
        time.advance(Duration.ofMinutes(1));
        node.apply(named("two"), "bob", null);
        List<Version> history = node.history();
        assertEquals(List.of(2L, 1L), history.stream().map(Version::generation).toList());
        assertEquals("bob", history.getFirst().author());
        assertEquals(FakeTime.START.plusSeconds(60), history.getFirst().at());
        assertTrue(history.getFirst().running());
        assertFalse(history.getLast().running());
        assertEquals("/nowhere/drover.yaml", history.getFirst().file());
    }

    @Test
    void resumesTheNewestModelAfterARestart() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", null);
        restart();
        assertEquals("two", running());
        assertEquals(2, node.history().size());
    }

    @Test
    void rollsBackAsANewGeneration() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", null);
        node.apply(named("three"), "ada", null);
        assertEquals(4, node.rollback(null, "bob").generation());
        assertEquals("two", running());
        assertEquals("rollback to 1", node.rollback(1L, "bob").how());
        assertEquals("one", running());
        Refused unknown = assertThrows(Refused.class, () -> node.rollback(99L, "bob"));
        assertEquals(Refused.Cause.UNKNOWN, unknown.why());
    }

    @Test
    void comesBackByItselfUnlessConfirmedInTime() throws Exception {
        node.start(named("one"), "ada");
        Version tried = node.apply(named("two"), "ada", Duration.ofSeconds(60));
        assertEquals(FakeTime.START.plusSeconds(60), tried.confirmBy());
        time.advance(Duration.ofSeconds(61));
        await(() -> running().equals("one"));
        assertEquals(
                "not confirmed in time: back to 1", node.history().getFirst().how());
    }

    @Test
    void staysWhenConfirmed() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", Duration.ofSeconds(60));
        assertNull(node.confirm("bob").confirmBy());
        time.advance(Duration.ofSeconds(100));
        restart();
        assertEquals("two", running());
        assertEquals("apply, confirmed by bob", node.history().getFirst().how());
        assertThrows(Refused.class, () -> node.confirm("bob"));
    }

    @Test
    void comesBackAfterARestartThatTookLongerThanTheLimit() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", Duration.ofSeconds(60));
        time.advance(Duration.ofSeconds(61));
        restart();
        assertEquals("one", running());
    }

    @Test
    void goesOnWaitingAfterAShortRestart() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", Duration.ofSeconds(60));
        time.advance(Duration.ofSeconds(30));
        restart();
        assertEquals("two", running());
        time.advance(Duration.ofSeconds(31));
        await(() -> running().equals("one"));
    }

    @Test
    void takesNoSecondChangeWhileOneWaits() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", Duration.ofSeconds(60));
        Refused refused = assertThrows(Refused.class, () -> node.apply(named("three"), "ada", null));
        assertEquals(Refused.Cause.CONFLICT, refused.why());
        assertTrue(refused.getMessage().contains("drover confirm"), refused.getMessage());
    }

    @Test
    void changesNothingWhenAPlaneCannot() throws Exception {
        node.start(named("one"), "ada");
        assembly.failing = true;
        Refused refused = assertThrows(Refused.class, () -> node.apply(named("two"), "ada", null));
        assertEquals(Refused.Cause.FAILED, refused.why());
        assertTrue(refused.problems().getFirst().contains("the port is taken"));
        assertEquals(1, node.history().size());
        assembly.failing = false;
        restart();
        assertEquals("one", running());
    }

    @Test
    void refusesAFileWithProblemsWhole() throws Exception {
        node.start(named("one"), "ada");
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", "lisen: {}\n");
        var bad = new Source("/nowhere", texts);
        Refused refused = assertThrows(Refused.class, () -> node.apply(bad, "ada", null));
        assertEquals(Refused.Cause.BAD_INPUT, refused.why());
        assertTrue(
                refused.problems().getFirst().startsWith("drover.yaml:1:1"),
                refused.problems().getFirst());
        assertEquals(refused.problems(), node.check(bad));
        assertEquals("one", running());
    }

    @Test
    void leavesTheModelBeforeOrAfterWhateverACrashLeft() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", null);
        Files.writeString(data.resolve("models/.3.json.unfinished"), "{\"generation\": 3, \"aut");
        restart();
        assertEquals("two", running());
        assertFalse(Files.exists(data.resolve("models/.3.json.unfinished")));
        assertEquals(3, node.apply(named("three"), "ada", null).generation());
    }

    @Test
    void saysWhichFileIsDamagedInsteadOfRunningAnOlderModel() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", null);
        node.close();
        Files.writeString(data.resolve("models/2.json"), "{");
        Unusable damaged = assertThrows(Unusable.class, this::open);
        assertTrue(damaged.getMessage().contains("models/2.json is damaged"), damaged.getMessage());
        Files.delete(data.resolve("models/2.json"));
        open();
        node.resume();
        assertEquals("one", running());
    }

    @Test
    void saysWhichEarlierModelIsDamagedAndGoesOn() throws Exception {
        node.start(named("one"), "ada");
        node.apply(named("two"), "ada", null);
        node.apply(named("three"), "ada", null);
        assertEquals(
                List.of("/nowhere/drover.yaml"),
                node.history().stream().map(Version::file).distinct().toList());
        Files.writeString(data.resolve("models/1.json"), "{");
        Refused damaged = assertThrows(Refused.class, () -> node.rollback(1L, "ada"));
        assertTrue(String.valueOf(damaged.getMessage()).contains("models/1.json is damaged"), damaged::toString);
        assertEquals("three", running());
        node.rollback(2L, "ada");
        assertEquals("two", running());
    }

    @Test
    void keepsTheNewestHundred() throws Exception {
        node.start(named("m0"), "ada");
        for (int i = 1; i <= ModelStore.KEPT + 5; i++) {
            node.apply(named("m" + i), "ada", null);
        }
        assertEquals(ModelStore.KEPT, node.history().size());
        try (var files = Files.list(data.resolve("models"))) {
            assertEquals(ModelStore.KEPT, files.count());
        }
    }

    @Test
    void holdsItsDataFolderAlone() {
        Unusable refused = assertThrows(Unusable.class, () -> RunningNode.open(settings(), this::assembly, ticker));
        assertTrue(refused.getMessage().contains("a Drover already runs on the data folder"), refused.getMessage());
        assertTrue(
                refused.getMessage()
                        .contains("process " + ProcessHandle.current().pid()),
                refused.getMessage());
    }

    @Test
    void makesTokensThatOnlyTheOwnerReads() throws Exception {
        node.start(named("one"), "ada");
        node.serveAdmin();
        for (String name :
                List.of("admin.token", "monitor.token", "cluster.secret", "models/1.json", "admin.address")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))),
                    name);
        }
        String token = Files.readString(data.resolve("admin.token"));
        restart();
        node.serveAdmin();
        assertEquals(token, Files.readString(data.resolve("admin.token")), "clients keep their token");
    }

    @Test
    void tellsWhereItListensOnlyWhileItRuns() throws Exception {
        InetSocketAddress at = node.serveAdmin();
        assertEquals("127.0.0.1:" + at.getPort(), DataFolder.announced(data));
        node.close();
        assertNull(DataFolder.announced(data));
        assertTrue(assembly.closed);
    }

    @Test
    void keepsWhatOperatorsWantOverARestart() throws Exception {
        node.start(named("one"), "ada");
        var aim = new Control.Aim("shop", "one");
        assertEquals(1, node.intend(aim, Control.Wish.DRAINING, "cli:ada", "new disk"));
        restart();
        await(() -> wish().wish() == Intent.Wish.DRAINING);
        assertEquals("cli:ada", wish().by());
        assertEquals("new disk", wish().reason());
        node.intend(aim, Control.Wish.IN_SERVICE, "cli:ada", "");
        restart();
        assertEquals(Intent.Wish.IN_SERVICE, wish().wish());
    }

    private Intent wish() {
        return assembly.board()
                .now()
                .service("shop")
                .orElseThrow()
                .instances()
                .getFirst()
                .intent();
    }

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
        assertEquals(13, names.size(), names::toString);
        for (String name : names) {
            assertTrue(page.contains("`" + name), name);
        }
    }

    @Test
    void isNotReadyWhileItIsDrained() throws Exception {
        assertEquals("no model is in force", node.ready().why());
        node.start(named("one"), "ada");
        assertTrue(node.ready().ready());
        var aim = new Control.Aim(null, null);
        node.intend(aim, Control.Wish.DRAINING, "cli:ada", "");
        restart();
        assertFalse(node.ready().ready());
        assertTrue(node.ready().why().contains("drained by cli:ada"));
        assertTrue(node.status().readiness().why().contains("clients are told to move away"));
        assertFalse(assembly.keeping);
        node.intend(aim, Control.Wish.IN_SERVICE, "cli:ada", "");
        assertTrue(node.ready().ready());
        assertTrue(assembly.keeping);
        assertThrows(Refused.class, () -> node.intend(aim, Control.Wish.FORCED_UP, "cli:ada", ""));
    }

    @Test
    void namesWhatIsThereWhenAskedForWhatIsNot() throws Exception {
        node.start(named("one"), "ada");
        Refused service = assertThrows(Refused.class, () -> node.explain("shoop", null, 0));
        assertEquals("there is no service shoop (there are: shop)", service.getMessage());
        Refused instance = assertThrows(Refused.class, () -> node.explain("shop", "two", 0));
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

    @Test
    void saysThatTheFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");
        Unusable refused = assertThrows(Unusable.class, () -> DataFolder.open(file));
        assertTrue(refused.getMessage().contains("cannot be used"), refused.getMessage());
        assertTrue(refused.getMessage().contains("fix: "), refused.getMessage());
    }
}
