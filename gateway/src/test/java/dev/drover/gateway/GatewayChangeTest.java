package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.plane.Deadline;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.http.WebSocketPeer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Other models, and the end: what goes on and what finishes. */
final class GatewayChangeTest extends GatewayStage {
    @Test
    void keepsConnectionsWhenAnotherModelIsApplied() throws Exception {
        gateway.apply(twoInstances(""));
        try (RawClient client = gateway.client()) {
            client.get("/a");
            assertEquals(200, client.reply().orElseThrow().status());
            gateway.apply("services:\n" + service("catalog", "", two)
                    + "routes:\n  - {match: {path: /**}, to: catalog, rewrite: {prefix: /new}}\n");
            client.get("/a");
            Reply reply = client.reply().orElseThrow();
            assertEquals("two", reply.field("x-origin").orElseThrow());
            assertEquals("GET /new/a", reply.text().strip());
        }
    }

    @Test
    void keepsAWebSocketAcrossModelsAndEndsItWhenTheNodeDoes() throws Exception {
        gateway.apply(twoInstances(""));
        try (WebSocketPeer peer = WebSocketPeer.open(gateway.port, "/ws")) {
            peer.echo("one");
            for (int i = 0; i < 5; i++) {
                gateway.apply(twoInstances("")
                        .replace(
                                "routes:",
                                "routes:\n  - {match: {path: /new" + i + "}, to: {respond: {status: 204}}}"));
                peer.echo("after " + i);
            }
            assertEquals(204, gateway.ask("GET", "/new4").status());
            gateway.plane.quiesce(Deadline.after(Ticker.system(), Duration.ofMillis(100)));
            peer.echo("still, until the plane closes");
            gateway.plane.close();
            assertThrows(IOException.class, () -> peer.echo("gone"));
        }
    }

    @Test
    void letsARemovedInstanceFinish() throws Exception {
        gateway.apply(twoInstances(", balance: round-robin"));
        CompletableFuture<Reply> slow = asked("/slow/2000");
        Await.until("it is at an origin", SOON, () -> one.served() + two.served() == 1);
        Origin busy = one.served() == 1 ? one : two;
        var id = new InstanceId("catalog", "127.0.0.1:" + busy.port());
        assertEquals(1, gateway.plane.inFlight(id));
        gateway.apply("services:\n" + service("catalog", "", busy == one ? two : one)
                + "routes:\n  - {match: {path: /**}, to: catalog}\n");
        assertEquals(1, gateway.plane.inFlight(id));
        assertEquals(200, slow.get().status());
        Await.until("it is counted out", SOON, () -> gateway.plane.inFlight(id) == 0);
    }

    @Test
    void goesOnWithAServiceThatTheBoardForgetsBeforeTheModelDoes() throws Exception {
        gateway.apply(twoInstances(""));
        gateway.board.apply(new Change.Gone("catalog"));
        assertEquals(200, gateway.ask("GET", "/").status());
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String yaml = "listen: {web: {protocol: http, address: \"127.0.0.1:" + taken.getLocalPort() + "\"}}\n"
                    + "routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n";
            var refused = assertThrows(NotPrepared.class, () -> gateway.applyWhole(yaml));
            assertTrue(refused.getMessage().contains("listen.web"), refused.getMessage());
            assertTrue(refused.getMessage().contains(Integer.toString(taken.getLocalPort())), refused.getMessage());
        }
    }

    @Test
    void refusesAnAuthorityThatCannotBeReadAndGoesOn() throws Exception {
        gateway.apply(twoInstances(""));
        Path bad = Files.writeString(data.resolve("bad.pem"), "no certificate");
        var refused = assertThrows(
                NotPrepared.class, () -> gateway.apply(twoInstances(", tls: {verified: {authority: " + bad + "}}")));
        assertTrue(refused.getMessage().contains("services.catalog.tls"), refused.getMessage());
        assertTrue(refused.getMessage().contains("bad.pem"), refused.getMessage());
        assertEquals(200, gateway.ask("GET", "/").status());
    }

    @Test
    void closesListenersThatAreGone() throws Exception {
        gateway.apply("routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n");
        assertEquals(204, gateway.ask("GET", "/").status());
        int other = FreePort.next();
        gateway.applyWhole("listen: {other: {protocol: http, address: \"127.0.0.1:" + other + "\"}}\n"
                + "routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n");
        Await.until("the old port refuses", SOON, () -> {
            try (RawClient client = gateway.client()) {
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        try (RawClient client = RawClient.connect(other)) {
            client.get("/");
            assertEquals(204, client.reply().orElseThrow().status());
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItDrains() throws Exception {
        gateway.apply(twoInstances(""));
        CompletableFuture<Reply> slow = asked("/slow/2000");
        Await.until("it is at an origin", SOON, () -> one.served() + two.served() == 1);
        gateway.plane.quiesce(Deadline.after(Ticker.system(), SOON));
        Reply reply = slow.get();
        assertEquals(200, reply.status());
        assertTrue(reply.closes());
        assertThrows(IOException.class, () -> gateway.ask("GET", "/"));
    }

    @Test
    void tellsClientsToMoveAwayAndServesThemOn() throws Exception {
        gateway.apply(twoInstances(""));
        try (var before = gateway.client()) {
            before.get("/");
            assertFalse(before.reply().orElseThrow().closes());
            gateway.plane.keepConnections(false);
            before.get("/");
            Reply told = before.reply().orElseThrow();
            assertEquals(200, told.status());
            assertTrue(told.closes());
        }
        assertTrue(gateway.ask("GET", "/").closes());
        gateway.plane.keepConnections(true);
        assertFalse(gateway.ask("GET", "/").closes());
    }
}
