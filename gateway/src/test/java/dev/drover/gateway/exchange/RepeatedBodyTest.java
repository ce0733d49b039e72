package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests with a body whose first attempt fails after the body was sent. */
class RepeatedBodyTest extends WithFixture {
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @BeforeEach
    void allowTwoAttempts() {
        drover.lane.attempts = 2;
    }

    private ScriptedUpstream resetting(int bytes) throws Exception {
        return new ScriptedUpstream(peer -> {
            peer.head();
            bodies.add(peer.read(bytes));
            peer.reset();
        });
    }

    private ScriptedUpstream serving(int bytes) throws Exception {
        return new ScriptedUpstream(peer -> {
            while (true) {
                peer.head();
                bodies.add(peer.read(bytes));
                peer.send(HELLO);
            }
        });
    }

    private static String text(int size) {
        var text = new StringBuilder(size + 8);
        for (int i = 0; text.length() < size; i++) {
            text.append(i).append(' ');
        }
        return text.substring(0, size);
    }

    private static String put(String method, String body) {
        return method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void sendsTheSameBodyToAnotherInstance() throws Exception {
        for (int size : List.of(1, 3000, Guards.DEFAULT.replay())) {
            bodies.clear();
            drover.lane.upstreams.clear();
            String body = text(size);
            try (var bad = resetting(size);
                    var good = serving(size);
                    var client = client()) {
                drover.upstream(bad.port());
                drover.upstream(good.port());
                client.send(put("PUT", body));
                assertEquals("hello", reply(client).text());
                assertEquals(List.of(body, body), bodies);
                assertTrue(good.heads.getFirst().contains("Content-Length: " + size + "\r\n"));
                assertTrue(drover.lane.told.contains("failed RESET POSSIBLE"));
            }
        }
    }

    @Test
    void sendsTheSameChunksAndTrailers() throws Exception {
        String chunks = "5;x=y\r\nhello\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n";
        try (var bad = resetting(chunks.length());
                var good = serving(chunks.length());
                var client = client()) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertEquals("hello", reply(client).text());
            assertEquals(List.of(chunks, chunks), bodies);
        }
    }

    @Test
    void goesOnWithABodyThatIsStillComing() throws Exception {
        String body = text(10_000);
        var failed = new CountDownLatch(1);
        try (var bad = new ScriptedUpstream(peer -> {
                    peer.head();
                    bodies.add(peer.read(4000));
                    peer.reset();
                    failed.countDown();
                });
                var good = serving(body.length());
                var client = client()) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            client.send(put("PUT", body).substring(0, put("PUT", body).length() - 6000));
            failed.await();
            Await.until("another one is asked", SOON, () -> good.heads.size() == 1);
            client.send(body.substring(4000));
            assertEquals("hello", reply(client).text());
            assertEquals(List.of(body.substring(0, 4000), body), bodies);
        }
    }

    @Test
    void repeatsAfterA503ThatTheLaneRefuses() throws Exception {
        String body = text(500);
        try (var bad = new ScriptedUpstream(peer -> {
                    peer.head();
                    bodies.add(peer.read(500));
                    peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
                    peer.in.read();
                });
                var good = serving(500);
                var client = client()) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            client.send(put("PUT", body));
            assertEquals("hello", reply(client).text());
            assertEquals(List.of(body, body), bodies);
        }
    }

    @Test
    void tellsTheClientOnlyOnceToContinue() throws Exception {
        String go = "HTTP/1.1 100 Continue\r\n\r\n";
        try (var bad = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(go);
                    bodies.add(peer.read(5));
                    peer.reset();
                });
                var good = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(go);
                    bodies.add(peer.read(5));
                    peer.send(HELLO);
                });
                var client = client()) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(100, client.head().orElseThrow().status());
            client.send("abcde");
            assertEquals(200, client.head().orElseThrow().status());
            assertEquals("hello", new String(client.read(5)));
            assertEquals(List.of("abcde", "abcde"), bodies);
        }
    }

    private void isAskedOnce(String method, int size) throws Exception {
        String body = text(size);
        drover.lane.upstreams.clear();
        try (var bad = resetting(size);
                var good = serving(size);
                var client = client()) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            client.send(put(method, body));
            assertEquals(502, reply(client).status());
            assertEquals(0, good.connections.get());
            assertTrue(drover.lane.told.contains("failed RESET IMPOSSIBLE"), drover.lane.told.toString());
        }
    }

    @Test
    void repeatsNoMethodThatIsNotIdempotent() throws Exception {
        isAskedOnce("POST", 100);
        isAskedOnce("PATCH", 100);
    }

    @Test
    void repeatsNoBodyThatIsLargerThanWhatIsKept() throws Exception {
        isAskedOnce("PUT", Guards.DEFAULT.replay() + 1);
        isAskedOnce("PUT", 500_000);
    }

    @Test
    void keepsNothingWhereNoAttemptCouldFollow() throws Exception {
        drover.lane.attempts = 1;
        isAskedOnce("PUT", 100);
    }

    @Test
    void streamsALargeBodyAsEver() throws Exception {
        String body = text(900_000);
        try (var good = serving(body.length());
                var client = client()) {
            drover.upstream(good.port());
            for (int i = 0; i < 2; i++) {
                bodies.clear();
                client.send(put("PUT", body));
                assertEquals("hello", reply(client).text());
                assertEquals(List.of(body), bodies);
            }
        }
    }

    @Test
    void blamesNoInstanceForAClientThatFallsSilent() throws Exception {
        drover.lane.patience = new Patience(1000, 200, 200, 0);
        try (var waiting = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.read(100);
                });
                var other = serving(100);
                var client = client()) {
            drover.upstream(waiting.port());
            drover.upstream(other.port());
            client.send(put("PUT", text(100)).substring(0, 70));
            assertEquals(408, reply(client).status());
            assertEquals(-1, client.read());
            assertEquals(0, other.connections.get());
            assertTrue(drover.lane.told.stream().noneMatch(t -> t.startsWith("failed")), drover.lane.told.toString());
        }
    }

    @Test
    void forgetsTheBodyOfAClientThatGoes() throws Exception {
        try (var bad = resetting(100);
                var hanging = new ScriptedUpstream(peer -> {
                    peer.head();
                    bodies.add(peer.read(100));
                    peer.in.read();
                })) {
            drover.upstream(bad.port());
            drover.upstream(hanging.port());
            try (var client = client()) {
                client.send(put("PUT", text(100)));
                Await.until("both were asked", SOON, () -> bodies.size() == 2);
                client.reset();
            }
            told("ended 0 CLIENT_GONE");
        }
    }
}
