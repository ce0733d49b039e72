package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.http.Origin;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote: curl with everything HTTP/1.1 has, and the JDK's. */
final class CurlTest {
    private static final int LARGE = 5_000_000;

    @TempDir
    private static Path folder;

    private static Origin origin;
    private static DroverProcess drover;
    private static Path large;

    @BeforeAll
    static void start() throws IOException {
        origin = new Origin("o");
        large = Files.write(folder.resolve("large"), new byte[LARGE]);
        drover = DroverProcess.withRoutes(folder.resolve("drover"), """
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                routes:
                  - {match: {path: /**}, to: o}
                """.formatted(origin.port()));
    }

    @AfterAll
    static void end() {
        drover.stop();
        drover.close();
        origin.close();
    }

    private static String curl(String path, String... more) {
        Needs.program("curl");
        var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
        command.addAll(List.of(more));
        command.add("http://127.0.0.1:" + drover.port() + path);
        return Finished.run(Duration.ofSeconds(30), command).succeeded().out();
    }

    @Test
    void answersGetAndHead() {
        assertEquals("GET /a?b=c\n", curl("/a?b=c"));
        String head = curl("/bytes/77", "--head");
        assertTrue(
                head.startsWith("HTTP/1.1 200")
                        && head.toLowerCase(java.util.Locale.ROOT).contains("content-length: 77"),
                head);
    }

    @Test
    void uploadsByLengthAndByChunks() {
        assertEquals("hello", curl("/echo", "-d", "hello"));
        assertEquals("hello", curl("/echo", "-H", "Transfer-Encoding: chunked", "-d", "hello"));
        assertEquals("hello", curl("/echo", "-X", "PUT", "-d", "hello"));
    }

    @Test
    void uploadsLargeBodiesWithExpectation() {
        String size = curl(
                "/echo",
                "-H",
                "Expect: 100-continue",
                "-T",
                large.toString(),
                "-w",
                "%{size_download} %{http_code}",
                "-o",
                "/dev/null");
        assertEquals(LARGE + " 200", size);
        String chunked = curl(
                "/echo",
                "-H",
                "Transfer-Encoding: chunked",
                "-T",
                large.toString(),
                "-w",
                "%{size_download} %{http_code}",
                "-o",
                "/dev/null");
        assertEquals(LARGE + " 200", chunked);
    }

    @Test
    void downloadsLargeBodies() {
        assertEquals("20000000", curl("/bytes/20000000", "-o", "/dev/null", "-w", "%{size_download}"));
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        String said =
                curl("/echo", "-H", "Content-Length: 99999999", "-d", "x", "-o", "/dev/null", "-w", "%{http_code}");
        assertEquals("413", said);
    }

    @Test
    void servesHttp10() {
        assertEquals("GET /a\n", curl("/a", "--http1.0"));
        String trailers = curl("/trailers", "--http1.0", "-i");
        assertTrue(trailers.endsWith("hello world"), trailers);
        assertTrue(!trailers.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding"), trailers);
    }

    @Test
    void passesTrailersAndInterimResponses() {
        String trailers = curl("/trailers", "-i", "--raw");
        assertTrue(trailers.contains("0\r\nX-Sum: 11") || trailers.contains("X-Sum: 11"), trailers);
        String interim = curl("/interim", "-i");
        assertTrue(interim.contains("103 ") && interim.endsWith("final"), interim);
    }

    @Test
    void keepsTheConnectionForManyRequests() {
        String said = curl(
                "/a",
                "-w",
                "%{num_connects}\n",
                "-o",
                "/dev/null",
                "http://127.0.0.1:" + drover.port() + "/b",
                "-o",
                "/dev/null");
        assertEquals(List.of("1", "0"), said.lines().toList());
    }

    @Test
    void saysWhatTheOriginMustKnow() {
        String fields =
                curl("/fields", "-H", "X-Forwarded-For: 192.0.2.7", "-H", "Connection: X-Hop", "-H", "X-Hop: 1");
        assertTrue(fields.contains("via: 1.1 "), fields);
        assertTrue(fields.contains("x-forwarded-proto: http"), fields);
        assertTrue(fields.contains("x-forwarded-for: 127.0.0.1"), fields);
        // Nobody is trusted here, so what the client claims is not passed on.
        assertTrue(!fields.contains("192.0.2.7"), fields);
        assertTrue(!fields.contains("x-hop"), fields);
        assertTrue(fields.contains("traceparent: 00-"), fields);
    }

    @Test
    void explainsErrorsAsProblemDocuments() {
        String missing = curl("/status/404", "-i");
        assertTrue(missing.startsWith("HTTP/1.1 404"), missing);
        String refused = curl("/", "-i", "-H", "Transfer-Encoding: cow", "-d", "x");
        assertTrue(refused.contains("application/problem+json"), refused);
        assertTrue(!refused.contains("dev.drover") && !refused.contains("Exception"), refused);
    }

    @Test
    void servesTheClientOfTheJdk() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 200; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + drover.port() + "/echo"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString("body " + i))
                        .build();
                answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < answers.size(); i++) {
                HttpResponse<String> answer = answers.get(i).get();
                assertEquals(200, answer.statusCode());
                assertEquals("body " + i, answer.body());
            }
            // HTTP/2 by upgrade is asked for by default, and must come to nothing.
            try (HttpClient upgrading = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + drover.port() + "/a"))
                        .build();
                HttpResponse<String> answer = upgrading.send(request, HttpResponse.BodyHandlers.ofString());
                assertEquals(200, answer.statusCode());
                assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
            }
        }
    }
}
