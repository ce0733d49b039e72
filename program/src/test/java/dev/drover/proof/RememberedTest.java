package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running node remembers of its host: fetched over the admin API, and diagnosed by {@code doctor}. */
final class RememberedTest {
    private static final Set<Integer> VERDICTS = Set.of(0, 1, 2);
    private static final String ROUTES = "services: {}\nroutes: [{match: {path: /**}, to: {respond: {status: 204}}}]\n";

    @TempDir
    private Path folder;

    private static HttpResponse<byte[]> get(DroverProcess drover, String query, String token)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://" + drover.admin() + "/v1/recording?" + query);
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + token)
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String token(DroverProcess drover) throws IOException {
        return Files.readString(drover.data().resolve("admin.token")).strip();
    }

    private static String span(Instant from, Instant to) {
        return "from=" + from + "&to=" + to;
    }

    @Test
    void isAskedByTheDoctorAndHandedOutAsARecording() throws IOException, InterruptedException {
        Instant began = Instant.now();
        try (var drover = DroverProcess.withRoutes(folder, ROUTES)) {
            String token = token(drover);
            drover.admin();
            Await.until(
                    "some samples",
                    DroverProcess.PATIENCE,
                    () -> {
                        Finished told = drover.drover("doctor", "--json");
                        return told.err().startsWith("seen by the node that runs: ") && VERDICTS.contains(told.exit());
                    },
                    drover::said);
            HttpResponse<byte[]> answer = get(drover, span(began, Instant.now()), token);
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "application/octet-stream",
                    answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals(
                    "DREC", new String(Arrays.copyOf(answer.body(), 4), java.nio.charset.StandardCharsets.US_ASCII));
            Path file = Files.write(folder.resolve("fetched.drec"), answer.body());
            Finished later = DroverProcess.run("doctor", "--from", file.toString(), "--json");
            JsonNode json = new ObjectMapper().readTree(later.out());
            assertTrue(json.path("samples").asInt() >= 3, later::toString);

            assertEquals(
                    404,
                    get(drover, span(began.minusSeconds(7200), began.minusSeconds(3600)), token)
                            .statusCode());
            assertEquals(400, get(drover, span(Instant.now(), began), token).statusCode());
            assertEquals(400, get(drover, "from=" + began, token).statusCode());
            assertEquals(401, get(drover, span(began, Instant.now()), "guessed").statusCode());

            Finished nothing = drover.drover("doctor", "--at", "2001-01-01T00:00", "--for", "1m");
            assertEquals(4, nothing.exit(), nothing::toString);
            assertTrue(
                    nothing.err().contains("the node keeps nothing of 2001-01-01T00:00:00Z")
                            || nothing.err().contains("nothing is kept of that time"),
                    nothing::toString);
            drover.stop();
        }
    }

    @Test
    void isWatchedAnewWhereTheNodeWasToldNotToWatch() throws IOException, InterruptedException {
        try (var drover = DroverProcess.withRoutes(folder, ROUTES, "--history", "off")) {
            drover.admin();
            Finished told = drover.drover("doctor", "--for", "1s");
            assertTrue(told.err().startsWith("watching "), told::toString);
            Finished back = drover.drover("doctor", "--at", "00:00");
            assertEquals(4, back.exit(), back::toString);
            assertTrue(back.err().contains("it was told --history off"), back::toString);
        }
    }
}
