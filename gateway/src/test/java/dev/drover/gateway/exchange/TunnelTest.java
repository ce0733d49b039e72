package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Upgraded connections whose two directions end at different times. */
class TunnelTest extends WithFixture {
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final int MUCH = 3_000_000;

    private final CompletableFuture<String> heard = new CompletableFuture<>();

    private static RawClient upgrade(RawClient client) throws Exception {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
        assertEquals(101, client.head().orElseThrow().status());
        return client;
    }

    @Test
    void passesTheUpstreamsEndOnAndListensToTheClient() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED + "bye");
                    peer.socket.shutdownOutput();
                    heard.complete(peer.read(9) + peer.in.read());
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client);
            assertEquals("bye", new String(client.read(3)));
            assertEquals(-1, client.read());
            client.send("still");
            client.send("here");
            client.finish();
            assertEquals("stillhere-1", heard.get(5, TimeUnit.SECONDS));
            told("ended 101 ANSWERED");
        }
    }

    @Test
    void passesTheClientsEndOnBehindItsLastByte() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED);
                    go.await();
                    int length = peer.read(MUCH).length();
                    heard.complete(length + " " + peer.in.read());
                    peer.send("last");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client);
            var sending = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[MUCH]);
                    client.finish();
                } catch (java.io.IOException e) {
                    heard.completeExceptionally(e);
                }
            });
            Await.until("nothing moves any more", SOON, () -> isStuck(sending));
            go.countDown();
            assertEquals(MUCH + " -1", heard.get(5, TimeUnit.SECONDS));
            assertEquals("last", new String(client.read(4)));
            assertEquals(-1, client.read());
        }
    }

    /** It waits for the socket, or is done since the kernel took all. */
    private static boolean isStuck(Thread thread) {
        return thread.getState() != Thread.State.RUNNABLE && thread.getState() != Thread.State.NEW;
    }

    @Test
    void passesTheUpstreamsEndOnBehindItsLastByte() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED);
                    peer.out.write(new byte[MUCH]);
                    peer.socket.shutdownOutput();
                    go.countDown();
                    heard.complete(peer.read(2));
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client);
            client.send("o");
            var _ = go.await(1, TimeUnit.SECONDS);
            assertEquals(MUCH, client.read(MUCH).length);
            assertEquals(-1, client.read());
            client.send("k");
            assertEquals("ok", heard.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void passesAnEndOnThatCameBeforeTheUpgrade() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    go.await();
                    peer.send(SWITCHED);
                    heard.complete(peer.read(2) + peer.in.read());
                    peer.send("last");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nab");
            client.finish();
            Await.until("it is there", SOON, () -> upstream.heads.size() == 1);
            go.countDown();
            assertEquals(101, client.head().orElseThrow().status());
            assertEquals("ab-1", heard.get(5, TimeUnit.SECONDS));
            assertEquals("last", new String(client.read(4)));
            assertEquals(-1, client.read());
        }
    }

    @Test
    void isNotEndedByTheLimitOfTheRequest() throws Exception {
        drover.lane.patience = new Patience(1000, 1000, 5000, 200);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED);
                    peer.socket.setSoTimeout(600);
                    try {
                        heard.complete("ended: " + peer.in.read());
                    } catch (java.net.SocketTimeoutException silence) {
                        peer.send("on");
                        heard.complete("open");
                    }
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client);
            assertEquals("open", heard.get(5, TimeUnit.SECONDS));
            assertEquals("on", new String(client.read(2)));
        }
    }

    @Test
    void endsAHalfThatFallsSilent() throws Exception {
        drover.lane.patience = new Patience(1000, 1000, 300, 0);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED);
                    peer.socket.shutdownOutput();
                    heard.complete("" + peer.in.read());
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client);
            assertEquals(-1, client.read());
            assertEquals("-1", heard.get(5, TimeUnit.SECONDS));
            told("ended 101 TIMED_OUT");
        }
    }

    @Test
    void endsWholeWhenTheUpstreamResets() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(SWITCHED);
                    peer.read(2);
                    peer.reset();
                });
                var client = client()) {
            drover.upstream(upstream.port());
            upgrade(client).send("ab");
            assertEquals(-1, client.read());
            Await.until("ended", SOON, () -> drover.lane.ended.get() == 1);
            assertTrue(drover.lane.told.stream().noneMatch(t -> t.startsWith("failed")));
        }
    }
}
