package dev.drover.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.BadUpstream.Mood;
import dev.drover.testkit.process.Finished;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void countsEveryAnswer() {
        try (var origin = new Origin("o");
                var load = Load.Plan.get(origin.port(), "/x").clients(3).start()) {
            Await.until("answers", SOON, () -> load.answered() > 500);
            Load.Tally tally = load.finish();
            assertEquals(0, tally.failed(), tally::toString);
            assertEquals(origin.served(), tally.answered());
            assertTrue(tally.percentile(0.5) <= tally.percentile(0.99), tally::toString);
        }
    }

    @Test
    void countsFailuresByWhetherTheHeadWasSeen() {
        try (var bad = new BadUpstream();
                var load = Load.Plan.get(bad.port(), "/").clients(1).start()) {
            Await.until("answers", SOON, () -> load.answered() > 10);
            bad.be(Mood.TRUNCATE);
            Await.until("cut bodies", SOON, () -> load.failed() > 10);
            Load.Tally cut = load.finish();
            assertEquals(0, cut.failedBeforeHead(), cut::toString);
            assertTrue(cut.failedAfterHead() > 10, cut::toString);
        }
        for (Mood mood : new Mood[] {Mood.RESET, Mood.GARBAGE, Mood.FAIL, Mood.REFUSE}) {
            try (var bad = new BadUpstream()) {
                bad.be(mood);
                try (var load = Load.Plan.get(bad.port(), "/").clients(1).start()) {
                    Await.until("failures: " + mood, SOON, () -> load.failed() > 10);
                    Load.Tally tally = load.finish();
                    assertEquals(0, tally.answered() + tally.failedAfterHead(), tally::toString);
                }
            }
        }
    }

    @Test
    void tellsOfStuckRequests() {
        try (var bad = new BadUpstream()) {
            bad.be(Mood.HANG);
            try (var load = Load.Plan.get(bad.port(), "/")
                    .clients(1)
                    .patience(Duration.ofMillis(300))
                    .start()) {
                Await.until("a timeout", SOON, () -> load.failed() > 0);
                assertTrue(load.finish().notes().getFirst().contains("SocketTimeout"));
            }
        }
    }

    @Test
    void echoesWebSockets() throws IOException {
        try (var origin = new Origin("o");
                var peer = WebSocketPeer.open(origin.port(), "/ws")) {
            peer.echo("one");
            peer.echo("two");
            origin.close();
            assertThrows(IOException.class, () -> peer.echo("three"));
        }
    }

    @Test
    void recordsBytesAndRequests() throws IOException {
        try (var origin = new RecordingOrigin();
                var client = RawClient.connect(origin.port())) {
            client.get("/a").reply();
            client.send("GET /b HTTP/1.1\nHost: x\n\n");
            assertEquals(-1, client.read());
            assertEquals(1, origin.requests().size());
            assertEquals("GET /a localhost 0:", origin.requests().getFirst().meaning());
            Await.until("the refusal", SOON, () -> origin.refused().size() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 01\r\n\r\nx",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n"
            })
    void refusesWhatTwoReadersMightReadDifferently(String text) {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(StrictRequest.Ambiguous.class, () -> StrictRequest.read(in));
    }

    @Test
    void runsProgramsToTheirEnd() {
        Finished finished =
                Finished.run(SOON, "sh", "-c", "echo out; echo err >&2; exit 3").exited(3);
        assertEquals("out\n", finished.out());
        assertEquals("err\n", finished.err());
    }
}
