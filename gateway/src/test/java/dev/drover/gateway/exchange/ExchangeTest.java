package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole exchanges between a raw client and a raw upstream. */
class ExchangeTest {
    static final Duration SOON = Duration.ofSeconds(5);
    static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private Fixture drover;

    @AfterAll
    static void leaksNothing() {
        assertEquals(List.of(), Leaks.found());
    }

    @BeforeEach
    void start() throws Exception {
        drover = new Fixture();
    }

    @AfterEach
    void everyRequestEndedOnce() {
        try {
            Await.until("all requests ended", SOON, drover.lane.underWay::isEmpty);
            assertFalse(drover.lane.told.contains("ended twice"));
        } finally {
            drover.close();
        }
    }

    private RawClient client() throws Exception {
        return RawClient.connect(drover.port(), SOON);
    }

    private static Reply reply(RawClient client) throws Exception {
        return client.reply().orElseThrow();
    }

    @Test
    void forwardsRequestsOverKeptConnections() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client()) {
            drover.upstream(upstream.port());
            for (int i = 0; i < 3; i++) {
                assertEquals("hello", reply(client.get("/" + i)).text());
            }
            assertEquals(1, upstream.connections.get());
            assertTrue(
                    upstream.heads.get(2).startsWith("GET /2 HTTP/1.1\r\nHost: localhost\r\n"), upstream.heads.get(2));
        }
    }

    @Test
    void writesOneUnambiguousHead() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client()) {
            drover.upstream(upstream.port());
            client.send(
                    "GET http://h.example:81/p?q HTTP/1.1\r\nHost: other\r\nConnection: x-hop, keep-alive\r\nX-Hop: 1\r\n"
                            + "Keep-Alive: 5\r\nTE: trailers\r\nProxy-Connection: x\r\nX-Forwarded-For: 9.9.9.9\r\nForwarded: for=x\r\n"
                            + "X-Kept:  a  b \r\nAccept: */*\r\n\r\n");
            reply(client);
            String head = upstream.heads.getFirst();
            assertTrue(
                    head.startsWith("GET /p?q HTTP/1.1\r\nHost: h.example:81\r\nX-Kept:  a  b \r\nAccept: */*\r\n"),
                    head);
            for (String gone : List.of("Hop", "Keep-Alive", "TE:", "Proxy-Conn", "9.9.9.9", "for=x", "other")) {
                assertFalse(head.contains(gone), head);
            }
            for (String added : List.of(
                    "Via: 1.1 drover\r\n",
                    "X-Forwarded-For: 127.0.0.1\r\n",
                    "X-Forwarded-Proto: http\r\n",
                    "X-Forwarded-Host: h.example:81\r\n",
                    "traceparent: 00-")) {
                assertTrue(head.contains(added), head);
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    while (true) {
                        String path = peer.head().split(" ")[1];
                        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                var client = client()) {
            drover.upstream(upstream.port());
            var all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 200; i++) {
                assertEquals("/" + i, reply(client).text());
            }
        }
    }

    @Test
    void streamsBodiesBothWays() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    String body = peer.read(300_000);
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body);
                });
                var client = client()) {
            drover.upstream(upstream.port());
            String body = "abcdefghij".repeat(30_000);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + body);
            assertEquals(body, reply(client).text());
        }
    }

    @Test
    void forwardsChunksAndTrailersAsTheyAre() throws Exception {
        String chunks = "5;x=y\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n";
        try (var upstream = new ScriptedUpstream(peer -> {
                    while (true) {
                        peer.head();
                        peer.read(chunks.length());
                        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
                    }
                });
                var client = client()) {
            drover.upstream(upstream.port());
            for (int i = 0; i < 2; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
                assertEquals("hello", reply(client).text());
            }
            assertTrue(upstream.heads.getFirst().contains("Transfer-Encoding: chunked\r\n"));
        }
    }

    @Test
    void framesABodyThatEndsWithTheConnection() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nuntil ");
                    peer.send("close");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            for (int i = 0; i < 2; i++) {
                Reply reply = reply(client.get("/"));
                assertEquals("until close", reply.text());
                assertEquals("chunked", reply.field("transfer-encoding").orElseThrow());
            }
        }
    }

    @Test
    void servesHttp10() throws Exception {
        try (var upstream = ScriptedUpstream.always(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n!!!\r\n0\r\nA: b\r\n\r\n");
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.0\r\n\r\n");
            Reply reply = reply(client);
            assertEquals("hello!!!", reply.text());
            assertTrue(reply.field("transfer-encoding").isEmpty());
            assertEquals(-1, client.read());
        }
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        try (var upstream = ScriptedUpstream.always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                var client = client()) {
            drover.upstream(upstream.port());
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertEquals(
                        "5",
                        client.replyToHead()
                                .orElseThrow()
                                .field("content-length")
                                .orElseThrow());
            }
        }
    }

    @Test
    void passesInterimResponsesOn() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
                    peer.read(5);
                    peer.send(HELLO);
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(103, client.head().orElseThrow().status());
            assertEquals(100, client.head().orElseThrow().status());
            client.send("abcde");
            assertEquals("hello", reply(client).text());
            assertTrue(upstream.heads.getFirst().contains("Expect: 100-continue\r\n"));
        }
    }

    @Test
    void closesWhenAsked() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertEquals("close", reply(client).field("connection").orElseThrow());
            assertEquals(-1, client.read());
        }
    }

    @Test
    void closesAfterAnAnswerWhileDraining() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client();
                var idle = client()) {
            drover.upstream(upstream.port());
            reply(idle.get("/"));
            drover.lane.closing = true;
            assertEquals("close", reply(client.get("/")).field("connection").orElseThrow());
            drover.front.drain();
            assertEquals(-1, idle.read());
            Await.until("all closed", SOON, () -> drover.front.connections() == 0);
        }
    }

    @Test
    void answersAHalfClosedClient() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/").finish();
            assertEquals("hello", reply(client).text());
            assertEquals(-1, client.read());
        }
    }

    @Test
    void answersAllThatAHalfClosedClientHadAsked() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    while (true) {
                        peer.head();
                        go.await();
                        peer.send(HELLO);
                    }
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3)).finish();
            Await.until("the first is there", SOON, () -> upstream.heads.size() == 1);
            go.countDown();
            for (int i = 0; i < 3; i++) {
                assertEquals("hello", reply(client).text());
            }
            assertEquals(-1, client.read());
        }
    }

    @Test
    void writesEverythingToAClientThatHalfClosesLate() throws Exception {
        int size = 3_000_000;
        try (var upstream = ScriptedUpstream.always(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/");
            assertEquals(200, client.head().orElseThrow().status());
            client.finish();
            assertEquals(size, client.read(size).length);
            assertEquals(-1, client.read());
        }
    }

    @Test
    void refusesWhatIsAmbiguousAndCloses() throws Exception {
        try (var upstream = ScriptedUpstream.always(HELLO);
                var client = client()) {
            drover.upstream(upstream.port());
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n");
            assertEquals(400, reply(client).status());
            assertEquals(-1, client.read());
            assertEquals(0, upstream.connections.get());
            assertTrue(drover.lane.told.contains("rejected HEAD_INVALID"));
        }
    }

    @Test
    void refusesBodiesThatAreTooLargeOrBroken() throws Exception {
        drover.lane.requestSize = 10;
        try (var upstream = new ScriptedUpstream(peer -> {
            peer.head();
            peer.read(1000);
        })) {
            drover.upstream(upstream.port());
            for (String request : List.of(
                    "413 Content-Length: 11\r\n\r\n",
                    "413 Transfer-Encoding: chunked\r\n\r\nb\r\nhello hello",
                    "400 Transfer-Encoding: chunked\r\n\r\nx\r\n")) {
                try (var client = client()) {
                    client.send("POST / HTTP/1.1\r\nHost: a\r\n" + request.substring(4));
                    assertEquals(request.substring(0, 3), "" + reply(client).status());
                    assertEquals(-1, client.read());
                }
            }
        }
    }

    @Test
    void passesAnEarlyAnswerOnAndCloses() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    peer.read(5);
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\nabc");
            Reply reply = reply(client);
            assertEquals(403, reply.status());
            assertEquals("close", reply.field("connection").orElseThrow());
            assertEquals(-1, client.read());
        }
    }

    @Test
    void tunnelsAfterAnUpgrade() throws Exception {
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");
                    peer.send(peer.read(4));
                    assertEquals(-1, peer.in.read());
                    peer.send("last");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nab");
            assertEquals("echo", client.head().orElseThrow().field("upgrade").orElseThrow());
            assertEquals("first", new String(client.read(5)));
            client.send("cd");
            assertEquals("abcd", new String(client.read(4)));
            assertEquals(1, drover.lane.underWay.size());
            client.finish();
            assertEquals("last", new String(client.read(4)));
            assertEquals(-1, client.read());
        }
    }

    @Test
    void refusesAnUpgradeNobodyAskedFor() throws Exception {
        try (var upstream =
                        ScriptedUpstream.always("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                var client = client()) {
            drover.upstream(upstream.port());
            assertEquals(502, reply(client.get("/")).status());
        }
    }
}
