package dev.drover.health.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Health;
import dev.drover.model.Secret;
import dev.drover.model.Service.UpstreamTls;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCheckTest {
    /** Long enough for a busy machine; what shall time out says so. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final SequencedMap<String, Secret> NO_HEADERS = new LinkedHashMap<>();

    private final Probing probing = new Probing();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        probing.close();
    }

    private static Health.Check http(Optional<String> body, SequencedMap<String, Secret> headers, OptionalInt port) {
        return new Health.Check.Http(
                "/healthz", Optional.empty(), new Health.StatusRange(200, 299), body, headers, port);
    }

    private static Health.Check http() {
        return http(Optional.empty(), NO_HEADERS, OptionalInt.empty());
    }

    private Outcome run(Health.Check check, String answer) throws Exception {
        try (var instance = new FakeInstance(answer)) {
            return probing.run(check, PATIENCE, instance.port());
        }
    }

    @Test
    void wantedStatusPasses() throws Exception {
        Outcome outcome = run(http(), FakeInstance.ok("fine"));
        assertTrue(outcome.passed(), outcome.words());
        assertTrue(outcome.words().matches("GET /healthz answered 200 in \\d+(\\.\\d)? ms"), outcome.words());
    }

    @Test
    void otherStatusFailsAndSaysWhatWasExpected() throws Exception {
        Outcome outcome = run(http(), "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        assertFalse(outcome.passed());
        assertTrue(
                outcome.words().matches("GET /healthz answered 503 in .* ms \\(expected 200-299\\)"), outcome.words());
    }

    @Test
    void bodyMustContainTheText() throws Exception {
        Health.Check check = http(Optional.of("\"ok\""), NO_HEADERS, OptionalInt.empty());
        assertTrue(run(check, FakeInstance.ok("{\"state\":\"ok\"}")).passed());
        Outcome outcome = run(check, FakeInstance.ok("{\"state\":\"sick\"}"));
        assertFalse(outcome.passed());
        assertTrue(outcome.words().endsWith(", without \"\"ok\"\" in its body"), outcome.words());
    }

    @Test
    void onlyTheFirst64KibibytesOfTheBodyCount() throws Exception {
        Health.Check check = http(Optional.of("needle"), NO_HEADERS, OptionalInt.empty());
        assertTrue(run(check, FakeInstance.ok("x".repeat(65_530) + "needle")).passed());
        assertFalse(run(check, FakeInstance.ok("x".repeat(65_531) + "needle")).passed());
    }

    @Test
    void textThatHasComeNeedNotWaitForTheEndOfTheBody() throws Exception {
        Health.Check check = http(Optional.of("ready"), NO_HEADERS, OptionalInt.empty());
        Outcome outcome = run(check, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nnot yet, now ready, and");
        assertTrue(outcome.passed(), outcome.words());
    }

    @Test
    void textThatNeverComesFailsInABodyWithoutEnd() throws Exception {
        Health.Check check = http(Optional.of("ready"), NO_HEADERS, OptionalInt.empty());
        Outcome outcome = run(check, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000));
        assertFalse(outcome.passed());
        assertTrue(outcome.words().endsWith(", without \"ready\" in its body"), outcome.words());
    }

    @Test
    void silenceTimesOut() throws Exception {
        try (var instance = new FakeInstance("")) {
            Outcome outcome = probing.run(http(), Duration.ofSeconds(1), instance.port());
            assertEquals("GET /healthz: no answer within 1s", outcome.words());
        }
    }

    @Test
    void garbageIsNamed() throws Exception {
        Outcome outcome = run(http(), "SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n");
        assertEquals("GET /healthz: what came is not a valid HTTP/1.1 response", outcome.words());
    }

    @Test
    void refusedConnectionIsNamed() throws Exception {
        Outcome outcome = probing.run(http(), PATIENCE, FreePort.next());
        assertFalse(outcome.passed());
        assertEquals("GET /healthz: connection refused", outcome.words());
    }

    @Test
    void connectionIsKeptBetweenChecks() throws Exception {
        try (var instance = new FakeInstance(FakeInstance.ok("fine"))) {
            PreparedCheck ready = probing.prepare(Probing.service(http(), PATIENCE, Optional.empty()), false)
                    .orElseThrow();
            Probe probe = probing.probe(ready, instance.port());
            for (int i = 0; i < 5; i++) {
                assertTrue(probing.once(probe).passed());
            }
            assertEquals(1, instance.connections.get());
            probing.lane.execute(probe::close);
        }
    }

    @Test
    void sendsHostAndSecretHeadersAndShowsNoneOfThem() throws Exception {
        var headers = new LinkedHashMap<String, Secret>();
        headers.put("X-Key", new Secret.Env("KEY"));
        Health.Check check = http(Optional.empty(), headers, OptionalInt.empty());
        try (var instance = new FakeInstance(FakeInstance.ok("fine"))) {
            PreparedCheck ready = probing.prepare(Probing.service(check, PATIENCE, Optional.empty()), false)
                    .orElseThrow();
            Outcome outcome = probing.run(ready, instance.port());
            Await.until("the head came", PATIENCE, () -> !instance.heads.isEmpty());
            String head = instance.heads.getFirst();
            assertTrue(head.startsWith("GET /healthz HTTP/1.1\n"), head);
            assertTrue(head.contains("\nX-Key: s3cret\n"), head);
            assertTrue(head.contains("\nHost: localhost:" + instance.port() + "\n"), head);
            assertFalse((ready + outcome.words()).contains("s3cret"));
        }
    }

    @Test
    void missingSecretIsAProblem() {
        var headers = new LinkedHashMap<String, Secret>();
        headers.put("X-Key", new Secret.Env("NOT_SET"));
        Health.Check check = http(Optional.empty(), headers, OptionalInt.empty());
        assertTrue(probing.prepare(Probing.service(check, PATIENCE, Optional.empty()), false)
                .isEmpty());
        String problem = probing.problems.getFirst().toString();
        assertTrue(
                problem.contains("services.shop.health.check.http.headers.X-Key: NOT_SET is not in Drover's own"),
                problem);
    }

    @Test
    void otherPortIsAsked() throws Exception {
        try (var instance = new FakeInstance(FakeInstance.ok("fine"))) {
            Health.Check check = http(Optional.empty(), NO_HEADERS, OptionalInt.of(instance.port()));
            assertTrue(probing.run(check, PATIENCE, FreePort.next()).passed());
        }
    }

    @Test
    void speaksTlsAndVerifiesWhereTheServiceDoes() throws Exception {
        var certificate = new TestCertificate(folder);
        try (var instance = new FakeInstance(certificate.listen(), FakeInstance.ok("fine"))) {
            Outcome trusted = tls(
                    new UpstreamTls.Verified(Optional.of(certificate.authority()), Optional.of("localhost")), instance);
            assertTrue(trusted.passed(), trusted.words());
            Outcome unverified = tls(new UpstreamTls.Unverified(), instance);
            assertTrue(unverified.passed(), unverified.words());
            Outcome unknown = tls(new UpstreamTls.Verified(Optional.empty(), Optional.of("localhost")), instance);
            assertFalse(unknown.passed());
            assertTrue(unknown.words().startsWith("GET /healthz: no connection: TLS: "), unknown.words());
            Outcome otherName = tls(
                    new UpstreamTls.Verified(Optional.of(certificate.authority()), Optional.of("other.example")),
                    instance);
            assertFalse(otherName.passed(), otherName.words());
        }
    }

    private Outcome tls(UpstreamTls how, FakeInstance instance) throws Exception {
        PreparedCheck ready = probing.prepare(Probing.service(http(), PATIENCE, Optional.of(how)), false)
                .orElseThrow();
        return probing.run(ready, instance.port());
    }
}
