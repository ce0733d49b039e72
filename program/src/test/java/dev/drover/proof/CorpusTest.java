package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.http.head.HeadLimits;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.RecordingOrigin;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.http.StrictRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file of the corpus is sent to Drover, a good request behind it in the same write. It is refused, or reaches a recording
 * origin as exactly the requests that its file says; then nginx, Node and Drover's own parser read the recorded bytes and must
 * understand the same.
 */
final class CorpusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What a gateway adds to a head may be as long as what it got. */
    private static final HeadLimits LARGE = new HeadLimits(16 << 10, 200, 128 << 10);

    private static final String CANARY = "/canary/";

    @TempDir
    private static Path folder;

    private static RecordingOrigin origin;
    private static DroverProcess drover;
    private static List<RequestReader> readers;

    @BeforeAll
    static void start() {
        origin = new RecordingOrigin();
        drover = DroverProcess.withRoutes(folder.resolve("drover"), """
                services:
                  recorder:
                    instances: {addresses: ["127.0.0.1:%d"]}
                    health: {check: none, evidence: off}
                    retry: off
                routes:
                  - match: {path: /**}
                    to: recorder
                """.formatted(origin.port()));
        readers = List.of(
                RequestReader.nginx(folder.resolve("nginx")),
                RequestReader.node(folder.resolve("node")),
                new OwnReader(LARGE));
    }

    @AfterAll
    static void end() {
        readers.forEach(RequestReader::close);
        drover.stop();
        origin.close();
    }

    /** What happened to one case. */
    private record Outcome(
            List<Reply> replies,
            boolean closed,
            List<StrictRequest> requests,
            boolean canary,
            long bytes,
            String note) {
        /** Refused in a way that the client can see. */
        boolean ended() {
            return closed && !canary;
        }

        boolean lastIsError() {
            return !replies.isEmpty() && replies.getLast().status() >= 400;
        }

        @Override
        public String toString() {
            return replies.stream().map(Reply::statusLine).toList() + (closed ? " closed" : " still open")
                    + ", origin saw "
                    + requests.stream()
                            .map(StrictRequest::meaning)
                            .map(CorpusTest::shortened)
                            .toList()
                    + (canary ? " and the canary" : "") + ", " + bytes + " bytes, " + note;
        }
    }

    @TestFactory
    Stream<DynamicTest> isRefusedOrReachesTheOriginAsOneMeaning() {
        return CorpusCase.all().stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> verify(c)));
    }

    @Test
    void holdsAtLeastAHundredAndFiftyCases() {
        assertTrue(CorpusCase.all().size() >= 150);
    }

    private static void verify(CorpusCase corpus) throws IOException {
        Outcome outcome = send(corpus);
        String what = corpus + "\n" + outcome;
        List<String> meanings =
                outcome.requests.stream().map(StrictRequest::meaning).toList();
        switch (corpus.verdict()) {
            case REFUSED -> {
                assertRefused(outcome, 1, what);
                assertEquals(0, outcome.bytes, what);
            }
            case ABORTED -> assertTrue(outcome.ended() && meanings.isEmpty(), what);
            case FORWARDED -> assertForwarded(corpus, meanings, outcome.canary, what);
            case CLOSED -> assertForwarded(corpus, meanings, outcome.ended(), what);
            case THEN_REFUSED -> {
                assertRefused(outcome, corpus.meanings().size() + 1, what);
                assertForwarded(corpus, meanings, true, what);
            }
            case EITHER -> {
                if (meanings.isEmpty()) {
                    assertTrue(outcome.ended(), what);
                } else {
                    assertForwarded(corpus, meanings, outcome.canary, what);
                }
            }
        }
        fields(corpus, outcome.requests, what);
        if (!outcome.requests.isEmpty()) {
            agree(corpus, outcome.requests);
        }
    }

    private static void assertRefused(Outcome outcome, int replies, String what) {
        assertTrue(outcome.ended(), what);
        assertTrue(outcome.lastIsError(), what);
        assertEquals(replies, outcome.replies.size(), what);
        // A gateway's own failure is no refusal: it would mean that the request went out.
        assertTrue(
                outcome.replies.getLast().status() != 502
                        && outcome.replies.getLast().status() != 504,
                what);
    }

    private static void assertForwarded(CorpusCase corpus, List<String> meanings, boolean end, String what) {
        assertEquals(corpus.meanings().size(), meanings.size(), what);
        for (int i = 0; i < meanings.size(); i++) {
            String wanted = corpus.meanings().get(i);
            assertTrue(CorpusCase.same(wanted, meanings.get(i)), what + "\nwanted " + shortened(wanted));
        }
        assertTrue(end, what);
    }

    private static void fields(CorpusCase corpus, List<StrictRequest> requests, String what) {
        for (StrictRequest request : requests) {
            corpus.absent().forEach(f -> assertEquals(List.of(), request.all(f), what + "\nfield " + f));
            corpus.present().forEach(f -> assertTrue(!request.all(f).isEmpty(), what + "\nno field " + f));
        }
    }

    /** Others read exactly the same requests from the recorded bytes, and find the next one right behind them. */
    private static void agree(CorpusCase corpus, List<StrictRequest> requests) throws IOException {
        var bytes = new ByteArrayOutputStream();
        requests.forEach(r -> bytes.writeBytes(r.raw()));
        bytes.writeBytes(
                "GET /end HTTP/1.1\r\nHost: end.test\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var wanted = new ArrayList<>(requests.stream()
                .map(StrictRequest::meaning)
                .map(CorpusTest::shortened)
                .toList());
        wanted.add("GET /end end.test 0:");
        for (RequestReader reader : readers) {
            if (corpus.judgedBy(reader.name())) {
                List<String> got = reader.understand(bytes.toByteArray()).stream()
                        .map(CorpusTest::shortened)
                        .toList();
                assertEquals(wanted, got, () -> reader.name() + " understands " + corpus + " differently:\n" + bytes);
            }
        }
    }

    private static Outcome send(CorpusCase corpus) throws IOException {
        origin.awaitRest(PATIENCE);
        int before = origin.requests().size();
        long bytesBefore = origin.received();
        String canary = CANARY + corpus.name();
        try (RawClient client = RawClient.connect(drover.port(), PATIENCE)) {
            String note = "";
            try {
                client.send(corpus.bytes());
                if (corpus.canary()) {
                    client.send("GET " + canary + " HTTP/1.1\r\nHost: canary.test\r\nConnection: close\r\n\r\n");
                } else {
                    client.finish();
                }
            } catch (IOException e) {
                // Drover need not read what it has refused.
                note = "sending: " + e;
            }
            RawClient.End end = client.replies();
            List<StrictRequest> all = since(before);
            List<StrictRequest> own =
                    all.stream().filter(r -> !r.target().equals(canary)).toList();
            return new Outcome(
                    end.replies(),
                    end.closed(),
                    own,
                    own.size() < all.size(),
                    origin.received() - bytesBefore,
                    note + end.note());
        }
    }

    private static List<StrictRequest> since(int before) {
        return origin.requests().stream().skip(before).toList();
    }

    private static String shortened(String meaning) {
        String readable = meaning.replace("\r", "\\r").replace("\n", "\\n");
        return readable.length() < 300 ? readable : readable.substring(0, 280) + "... #" + readable.hashCode();
    }
}
