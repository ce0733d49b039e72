package dev.drover.registry.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HttpRequest.Builder request(Fixture fixture, String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.port() + target))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> ask(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private String get(Fixture fixture, String target) throws IOException, InterruptedException {
        return client.send(request(fixture, target).build(), BodyHandlers.ofString())
                .body();
    }

    private void put(Fixture fixture, String target, byte[] body) throws IOException, InterruptedException {
        var told = ask(
                request(fixture, target).PUT(BodyPublishers.ofByteArray(body)).build());
        assertEquals(200, told.statusCode(), target);
    }

    private byte[] save(Fixture fixture) throws IOException, InterruptedException {
        var told = ask(request(fixture, "/v1/snapshot").build());
        assertEquals(200, told.statusCode());
        assertEquals(
                String.valueOf(fixture.registry().state().index()),
                told.headers().firstValue("X-Consul-Index").orElseThrow());
        return told.body();
    }

    private HttpResponse<String> restore(Fixture fixture, byte[] file) throws IOException, InterruptedException {
        return client.send(
                request(fixture, "/v1/snapshot")
                        .PUT(BodyPublishers.ofByteArray(file))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void bringsBackWhatWasSavedThoughItIsLarge() throws Exception {
        try (var fixture = Fixture.start();
                var other = Fixture.start()) {
            byte[] value = new byte[400 << 10];
            for (int i = 0; i < 6; i++) {
                new Random(i).nextBytes(value);
                put(fixture, "/v1/kv/large/" + i, value);
            }
            put(fixture, "/v1/agent/service/register", "{\"Name\": \"web\", \"Port\": 80}".getBytes(UTF_8));
            byte[] file = save(fixture);
            assertTrue(file.length > 2 << 20, "parts: " + file.length);
            put(other, "/v1/kv/large/0", "other".getBytes(UTF_8));
            put(other, "/v1/kv/gone", "x".getBytes(UTF_8));
            var told = restore(other, file);
            assertEquals(200, told.statusCode(), told.body());
            for (int i = 0; i < 6; i++) {
                assertEquals(get(fixture, "/v1/kv/large/" + i + "?raw"), get(other, "/v1/kv/large/" + i + "?raw"));
            }
            assertEquals("", get(other, "/v1/kv/gone"));
            assertNotEquals("[]", get(other, "/v1/health/service/web?passing"));
        }
    }

    @Test
    void wakesWhoeverWaits() throws Exception {
        try (var fixture = Fixture.start()) {
            put(fixture, "/v1/kv/a", "old".getBytes(UTF_8));
            byte[] file = save(fixture);
            put(fixture, "/v1/kv/a", "new".getBytes(UTF_8));
            long index = fixture.registry().state().index();
            var answer = client.sendAsync(
                    request(fixture, "/v1/kv/a?raw&wait=20s&index=" + index).build(), BodyHandlers.ofString());
            Await.until(
                    "a blocking query",
                    Duration.ofSeconds(10),
                    () -> fixture.registry().replica().waiting() == 1);
            assertEquals(200, restore(fixture, file).statusCode());
            assertEquals("old", answer.get(10, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void changesNothingForAFileThatIsDamaged() throws Exception {
        try (var fixture = Fixture.start()) {
            put(fixture, "/v1/kv/a", "old".getBytes(UTF_8));
            byte[] file = save(fixture);
            put(fixture, "/v1/kv/a", "new".getBytes(UTF_8));
            long index = fixture.registry().state().index();
            byte[] turned = file.clone();
            turned[file.length / 2] ^= 1;
            for (byte[] bad :
                    new byte[][] {new byte[0], "x".getBytes(UTF_8), Arrays.copyOf(file, file.length - 20), turned}) {
                var told = restore(fixture, bad);
                assertEquals(500, told.statusCode());
                assertTrue(told.body().endsWith("Nothing was changed."), told.body());
            }
            assertEquals(index, fixture.registry().state().index());
            assertEquals("new", get(fixture, "/v1/kv/a?raw"));
        }
    }

    @Test
    void saysThatNothingCanBeWritten() throws Exception {
        try (var fixture = Fixture.start()) {
            byte[] file = save(fixture);
            fixture.registry().cutOff(true);
            assertEquals(500, restore(fixture, file).statusCode());
            assertEquals(500, ask(request(fixture, "/v1/snapshot").build()).statusCode());
            assertEquals(
                    200, ask(request(fixture, "/v1/snapshot?stale").build()).statusCode());
        }
    }

    @Test
    void isSavedInspectedAndRestoredByConsulsOwnCommand(@TempDir Path folder) throws Exception {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        try (var fixture = Fixture.start()) {
            put(fixture, "/v1/kv/a", "old".getBytes(UTF_8));
            String file = folder.resolve("backup.snap").toString();
            consul(fixture, "save", file);
            put(fixture, "/v1/kv/a", "new".getBytes(UTF_8));
            consul(fixture, "restore", file);
            assertEquals("old", get(fixture, "/v1/kv/a?raw"));
        }
    }

    private static void consul(Fixture fixture, String verb, String file) {
        Finished.run(
                        Duration.ofSeconds(30),
                        Consul.program().toString(),
                        "snapshot",
                        verb,
                        "-http-addr=http://127.0.0.1:" + fixture.port(),
                        file)
                .succeeded();
    }
}
