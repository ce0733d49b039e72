package dev.drover.gateway.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.policy.balance.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTablesTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Standing IN = new Standing(Standing.Verdict.IN, "");
    private static final Standing OUT = new Standing(Standing.Verdict.OUT, "");

    @TempDir
    Path folder;

    private final ServiceTables tables = new ServiceTables(new Tokens(new byte[16]));
    private long generation;

    private Model model(String settings) {
        String yaml = """
                listen: {web: {protocol: http, address: "127.0.0.1:1"}}
                services:
                  one: {instances: {addresses: ["127.0.0.1:2", "127.0.0.1:3"]}%s}
                  two: {instances: {addresses: ["127.0.0.1:4"]}}
                routes: [{match: {path: /two}, to: two}, {match: {path: /**}, to: one}]
                """.formatted(settings);
        return switch (ModelReader.read("drover.yaml", yaml, folder)) {
            case Read.Sound sound -> sound.model();
            case Read.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static Instance instance(String service, int port, Measured measured, Standing standing) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        String name = "127.0.0.1:" + port;
        return new Instance(
                new InstanceId(service, name), address, name, 1, measured, Intent.inService(THEN), standing);
    }

    private static Measured up(int second) {
        return new Measured(Measured.State.UP, THEN.plusSeconds(second), "check passed");
    }

    private static Measured down(String reason) {
        return new Measured(Measured.State.DOWN, THEN, reason);
    }

    private static final ServiceState TWO = ServiceState.of("two", List.of(instance("two", 4, up(0), IN)));

    private static ServiceState one(Instance... instances) {
        return ServiceState.of("one", List.of(instances));
    }

    private List<ServiceTable> compile(Model model, ServiceState one) {
        var services = new LinkedHashMap<String, ServiceState>();
        services.put("one", one);
        services.put("two", TWO);
        return tables.compile(model, new Snapshot(++generation, THEN, services));
    }

    @Test
    void leavesTheTableOfAnUnchangedServiceAsItIs() {
        Model model = model("");
        List<ServiceTable> before =
                compile(model, one(instance("one", 2, up(0), IN), instance("one", 3, down("a"), OUT)));
        List<ServiceTable> after = compile(model, one(instance("one", 2, up(0), IN), instance("one", 3, up(1), IN)));
        assertSame(before.get(1), after.get(1));
        assertNotSame(before.getFirst().balancing(), after.getFirst().balancing());
        assertEquals(2, after.getFirst().balancing().instances().size());
    }

    @Test
    void keepsTheBalancingWhenOnlyTheWordsOfAMeasurementChange() {
        Model model = model("");
        ServiceState worse = one(instance("one", 2, up(5), IN), instance("one", 3, down("b"), OUT));
        ServiceTable before = compile(model, one(instance("one", 2, up(0), IN), instance("one", 3, down("a"), OUT)))
                .getFirst();
        ServiceTable after = compile(model, worse).getFirst();
        assertSame(before.balancing(), after.balancing());
        assertSame(worse, after.state(), "what is told of it is new");
    }

    @Test
    void balancesAnewWhenAnInstanceBeginsItsSlowStartAgain() {
        Model model = model(", slow-start: 10s");
        ServiceTable before = compile(model, one(instance("one", 2, up(0), IN), instance("one", 3, up(0), IN)))
                .getFirst();
        ServiceTable after = compile(model, one(instance("one", 2, up(0), IN), instance("one", 3, up(9), IN)))
                .getFirst();
        assertNotSame(before.balancing(), after.balancing());
    }

    @Test
    void balancesAnewWhenAnInstanceMoves() {
        Model model = model("");
        ServiceTable before = compile(model, one(instance("one", 2, up(0), IN))).getFirst();
        Instance moved = new Instance(
                new InstanceId("one", "127.0.0.1:2"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                "127.0.0.1:2",
                1,
                up(0),
                Intent.inService(THEN),
                IN);
        ServiceTable after = compile(model, one(moved)).getFirst();
        assertNotSame(before.balancing(), after.balancing());
        assertEquals(9, after.balancing().instances().getFirst().address().getPort());
    }
}
