package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Reply;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Upstreams and clients that break: an answer or an end in time, and nothing left behind. */
class FailureTest extends WithFixture {
    private Reply get() throws Exception {
        try (var client = client()) {
            return client.get("/").reply().orElseThrow();
        }
    }

    private void answers(int status, String told, ScriptedUpstream.Script script) throws Exception {
        try (var upstream = new ScriptedUpstream(script)) {
            drover.upstream(upstream.port());
            assertEquals(status, get().status());
            assertTrue(drover.lane.told.contains(told), drover.lane.told.toString());
        }
    }

    @Test
    void answers502WhenNobodyListens() throws Exception {
        drover.upstream(FreePort.next());
        assertEquals(502, get().status());
        assertEquals("failed CONNECT NOTHING_SENT", drover.lane.told.getFirst());
    }

    @Test
    void answers502WhenTheUpstreamResets() throws Exception {
        answers(502, "failed RESET POSSIBLE", peer -> {
            peer.head();
            peer.reset();
        });
    }

    @Test
    void answers502WhenTheHeadBreaksOff() throws Exception {
        answers(502, "failed RESET POSSIBLE", peer -> {
            peer.head();
            peer.send("HTTP/1.1 200 OK\r\nConte");
        });
    }

    @Test
    void answers502ToGarbage() throws Exception {
        answers(502, "failed GARBAGE POSSIBLE", peer -> {
            peer.head();
            peer.send("SSH-2.0-OpenSSH\r\n");
            peer.in.read();
        });
    }

    @Test
    void answers504WhenTheUpstreamHangs() throws Exception {
        drover.lane.patience = new Patience(1000, 100, 1000, 0);
        answers(504, "failed TIMEOUT POSSIBLE", peer -> {
            peer.head();
            peer.in.read();
        });
    }

    @Test
    void answers504WhenTheTotalIsOver() throws Exception {
        drover.lane.patience = new Patience(1000, 5000, 5000, 100);
        answers(504, "failed TIMEOUT IMPOSSIBLE", peer -> {
            peer.head();
            peer.in.read();
        });
    }

    @Test
    void cutsTheResponseOffWhenTheUpstreamDoes() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/");
            assertThrows(Reply.Cut.class, client::reply);
            Await.until("told", SOON, () -> drover.lane.told.contains("ended 200 UPSTREAM_GONE"));
        }
    }

    @Test
    void cutsTheResponseOffWhenTheUpstreamFallsSilent() throws Exception {
        drover.lane.patience = new Patience(1000, 1000, 100, 0);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    peer.in.read();
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/");
            assertThrows(Reply.Cut.class, client::reply);
            Await.until("told", SOON, () -> drover.lane.told.contains("ended 200 TIMED_OUT"));
        }
    }

    @Test
    void triesAnotherInstanceWhereThatIsSafe() throws Exception {
        drover.lane.attempts = 2;
        try (var bad = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.reset();
                });
                var good = ScriptedUpstream.always(HELLO)) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            assertEquals("hello", get().text());
            try (var client = client()) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertEquals(502, client.reply().orElseThrow().status());
            }
            assertEquals("failed RESET IMPOSSIBLE", drover.lane.told.get(3));
        }
    }

    @Test
    void triesAnotherInstanceInsteadOfPassingA503On() throws Exception {
        drover.lane.attempts = 2;
        try (var bad = ScriptedUpstream.always("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
                var good = ScriptedUpstream.always(HELLO)) {
            drover.upstream(bad.port());
            drover.upstream(good.port());
            assertEquals("hello", get().text());
            drover.lane.attempts = 1;
            assertEquals("busy", get().text());
        }
    }

    @Test
    void usesNoConnectionThatBroughtMoreThanItsResponse() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(HELLO + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    peer.in.read();
                });
                var client = client()) {
            drover.upstream(upstream.port());
            for (int i = 0; i < 3; i++) {
                assertEquals("hello", client.get("/").reply().orElseThrow().text());
            }
            assertEquals(3, upstream.connections.get());
        }
    }

    @Test
    void closesAnIdleConnectionThatSpeaksUnasked() throws Exception {
        var spoken = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send(HELLO);
                    spoken.await();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    if (peer.in.read() < 0) {
                        closed.countDown();
                    }
                });
                var client = client()) {
            drover.upstream(upstream.port());
            assertEquals("hello", client.get("/").reply().orElseThrow().text());
            spoken.countDown();
            assertTrue(closed.await(5, TimeUnit.SECONDS));
            assertEquals("hello", client.get("/").reply().orElseThrow().text());
        }
    }

    @Test
    void letsRequestsWaitForAConnectionBounded() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    while (true) {
                        peer.head();
                        go.await();
                        peer.send(HELLO);
                    }
                });
                var first = client();
                var second = client();
                var third = client()) {
            drover.upstream(upstream.port(), 1, 1, 30_000);
            first.get("/1");
            Await.until("first is there", SOON, () -> upstream.heads.size() == 1);
            second.get("/2");
            Await.until("second waits", SOON, () -> drover.lane.entered.get() == 2);
            assertEquals(503, third.get("/3").reply().orElseThrow().status());
            go.countDown();
            assertEquals("hello", first.reply().orElseThrow().text());
            assertEquals("hello", second.reply().orElseThrow().text());
            assertEquals(1, upstream.connections.get());
        }
    }

    @Test
    void waitsForAConnectionNoLongerThanAllowed() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.in.read();
                });
                var first = client();
                var second = client()) {
            drover.upstream(upstream.port(), 1, 1, 100);
            first.get("/1");
            Await.until("first is there", SOON, () -> upstream.heads.size() == 1);
            assertEquals(503, second.get("/2").reply().orElseThrow().status());
        }
    }

    @Test
    void letsGoOfTheUpstreamWhenTheClientIsGone() throws Exception {
        var closed = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
            peer.head();
            if (peer.in.read() < 0) {
                closed.countDown();
            }
        })) {
            drover.upstream(upstream.port());
            try (var client = client()) {
                client.get("/");
                Await.until("it is there", SOON, () -> upstream.heads.size() == 1);
                client.reset();
            }
            assertTrue(closed.await(5, TimeUnit.SECONDS));
            Await.until("told", SOON, () -> drover.lane.told.contains("ended 0 CLIENT_GONE"));
        }
    }
}
