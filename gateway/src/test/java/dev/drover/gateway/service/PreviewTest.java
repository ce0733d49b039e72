package dev.drover.gateway.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Standing;
import dev.drover.gateway.RouteAnswer;
import dev.drover.gateway.route.Sketch;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.plane.Traffic;
import dev.drover.policy.balance.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviewTest {
    private static final Standing IN = new Standing(Standing.Verdict.IN, "measured up");
    private static final Standing OUT = new Standing(Standing.Verdict.OUT, "measured down");

    private final Tokens tokens = new Tokens(new byte[16]);

    @TempDir
    private Path folder;

    private Model model(String service) {
        String text = """
                listen: {web: {protocol: http, address: "127.0.0.1:18080"}}
                services: {shop: {%s}}
                routes: [{name: all, match: {path: /**}, to: shop}]
                """.formatted(service);
        return switch (ModelReader.read("drover.yaml", text, folder)) {
            case Read.Sound sound -> sound.model();
            case Read.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static Sketch sketch(String... fields) throws URISyntaxException {
        List<Map.Entry<String, String>> headers = Stream.of(fields)
                .map(f -> Map.entry(f.split(": ", 2)[0], f.split(": ", 2)[1]))
                .toList();
        return Sketch.of("GET", "http://localhost/a", headers, InetAddress.getLoopbackAddress());
    }

    private static Instance instance(String name, Standing standing) {
        return new Instance(
                new InstanceId("shop", name),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                "test",
                1,
                Measured.unknown(Instant.EPOCH),
                Intent.inService(Instant.EPOCH),
                standing);
    }

    private Preview preview(String balance, Traffic traffic, Sketch sketch, Instance... instances) {
        var service = model("instances: {addresses: [\"127.0.0.1:1\"]}, balance: " + balance)
                .service("shop")
                .orElseThrow();
        var table = ServiceTable.of(service, ServiceState.of("shop", List.of(instances)), tokens, new ConcurrencyCap());
        return Preview.of(table, sketch, traffic, tokens, 0);
    }

    private static Traffic busy(Map<String, Integer> inFlight) {
        return id -> inFlight.getOrDefault(id.instance(), 0);
    }

    @Test
    void namesTheOwnerOfAHashHoweverBusyItIs() throws Exception {
        Sketch ann = sketch("X-User: ann");
        Instance[] all = {instance("a", IN), instance("b", IN), instance("c", IN)};
        Preview idle = preview("{hash: {header: X-User}}", Traffic.none(), ann, all);
        String owner = idle.instance().orElseThrow();
        Preview busy = preview("{hash: {header: X-User}}", busy(Map.of(owner, 100)), ann, all);
        assertEquals(idle, busy);
        assertTrue(idle.certain());
        assertEquals("by hash of header X-User", idle.why());
    }

    @Test
    void goesByLeastRequestsWhereThereIsNothingToHash() throws Exception {
        Preview told = preview(
                "{hash: {header: X-User}}", busy(Map.of("a", 3)), sketch(), instance("a", IN), instance("b", IN));
        assertEquals(Optional.of("b"), told.instance());
        assertFalse(told.certain());
        assertEquals("there is no header X-User to hash: it has the fewest requests in flight now", told.why());
    }

    @Test
    void namesTheInstanceOfACookie() throws Exception {
        String token = tokens.of(new InstanceId("shop", "b"));
        Preview told = preview(
                "{sticky: {cookie: put}}",
                busy(Map.of("b", 9)),
                sketch("Cookie: x=1; put=" + token),
                instance("a", IN),
                instance("b", IN));
        assertEquals(Optional.of("b"), told.instance());
        assertTrue(told.certain());
        assertEquals("by cookie put", told.why());
    }

    @Test
    void saysWhyACookieIsNotFollowed() throws Exception {
        Sketch toB = sketch("Cookie: put=" + tokens.of(new InstanceId("shop", "b")));
        Preview out = preview("{sticky: {cookie: put}}", Traffic.none(), toB, instance("a", IN), instance("b", OUT));
        assertEquals(Optional.of("a"), out.instance());
        assertEquals("cookie put names b, which is out (measured down): the only one that can serve", out.why());
        Preview unknown =
                preview("{sticky: {cookie: put}}", Traffic.none(), sketch("Cookie: put=x"), instance("a", IN));
        assertTrue(unknown.why().startsWith("cookie put names no instance of this service: "), unknown.why());
    }

    @Test
    void namesNoneWhereItIsATurnOrADraw() throws Exception {
        Preview turn = preview("round-robin", Traffic.none(), sketch(), instance("a", IN), instance("b", IN));
        assertEquals(Optional.empty(), turn.instance());
        Preview draw = preview("least-requests", Traffic.none(), sketch(), instance("a", IN), instance("b", IN));
        assertEquals(Optional.empty(), draw.instance());
    }

    @Test
    void saysThatNoneCanServe() throws Exception {
        for (String balance : List.of("round-robin", "{hash: {header: X-User}}", "{sticky: {cookie: put}}")) {
            Preview told = preview(balance, Traffic.none(), sketch("X-User: ann"), instance("a", OUT));
            assertEquals(Optional.empty(), told.instance());
            assertTrue(told.why().contains("no instance can serve"), told.why());
        }
    }

    @Test
    void hashesOverWhatAFileDeclares() throws Exception {
        Model three = model("instances: {addresses: [\"10.0.0.1:1\", \"10.0.0.2:1\", \"10.0.0.3:1\"]}, "
                + "balance: {hash: {header: X-User}}");
        Preview told =
                RouteAnswer.declared(three, sketch("X-User: ann")).preview().orElseThrow();
        assertTrue(told.certain());
        String owner = told.instance().orElseThrow();
        assertTrue(told.state().instance(owner).isPresent(), owner);
        assertEquals(3, told.state().instances().size());
        assertTrue(told.state().instances().getFirst().standing().why().contains("health is not known"));
    }

    @Test
    void namesNoInstanceThatOnlyANodeFinds() throws Exception {
        Model named = model("instances: {addresses: [\"backend.example.com:80\"]}, balance: {hash: {header: X-User}}");
        Preview told =
                RouteAnswer.declared(named, sketch("X-User: ann")).preview().orElseThrow();
        assertEquals(Optional.empty(), told.instance());
        assertEquals("one of those that backend.example.com stands for; only a node resolves it", told.why());
        Model sticky =
                model("instances: {addresses: [\"10.0.0.1:1\", \"10.0.0.2:1\"]}, balance: {sticky: {cookie: put}}");
        assertEquals(
                "by cookie put, which only a node can read",
                RouteAnswer.declared(sticky, sketch("Cookie: put=x"))
                        .preview()
                        .orElseThrow()
                        .why());
    }
}
