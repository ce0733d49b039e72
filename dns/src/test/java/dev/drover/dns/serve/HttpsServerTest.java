package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.peers.Asker;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS over HTTPS, asked by clients of others and by hand. */
class HttpsServerTest {
    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final int PADDING = 12;

    @TempDir
    Path folder;

    private SecureFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new SecureFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void answersKdigOverHttps() throws Exception {
        try (var server = fixture.overHttps()) {
            String posted = fixture.kdig(server.port(), "+https=/dns-query", "example.test", "SOA")
                    .out();
            assertTrue(posted.contains("status: NOERROR"), posted);
            assertTrue(posted.contains("HTTP/2-POST"), posted);
            String got = fixture.kdig(server.port(), "+https=/dns-query", "+https-get", "none.example.test", "A")
                    .out();
            assertTrue(got.contains("HTTP/2-GET"), got);
            assertTrue(got.contains("status: NXDOMAIN"), got);
            Await.until(
                    "counted",
                    Duration.ofSeconds(30),
                    () -> fixture.figures.answered().keySet().stream()
                            .anyMatch(a -> a.transport() == Figures.Transport.HTTPS
                                    && a.rcode().equals("NXDOMAIN")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void answersCurl(String version) throws Exception {
        assumeTrue(Files.isExecutable(CURL), "curl is not installed");
        try (var server = fixture.overHttps()) {
            Path asked = Files.write(folder.resolve("asked"), SecureFixture.query("example.test.", Type.SOA));
            Path got = folder.resolve("got");
            Finished finished = Finished.run(
                            Duration.ofSeconds(20),
                            CURL.toString(),
                            "-sS",
                            version,
                            "--cacert",
                            fixture.certificate.authority().toString(),
                            "-H",
                            "content-type: application/dns-message",
                            "--data-binary",
                            "@" + asked,
                            "-o",
                            got.toString(),
                            "-w",
                            "%{http_code} %{http_version} %{content_type}",
                            "https://localhost:" + server.port() + "/dns-query")
                    .succeeded();
            assertEquals("200 " + version.substring(6) + " application/dns-message", finished.out());
            assertEquals(Rcode.NOERROR, new Message(Files.readAllBytes(got)).getRcode());
        }
    }

    private HttpResponse<byte[]> http(HttpsServer server, String target, HttpRequest.Builder builder) throws Exception {
        try (var client = HttpClient.newBuilder()
                .sslContext(fixture.certificate.trusting())
                .build()) {
            return client.send(
                    builder.uri(URI.create("https://localhost:" + server.port() + target))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    private HttpResponse<byte[]> get(HttpsServer server, byte[] query) throws Exception {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(query);
        return http(server, "/dns-query?x=y&dns=" + text, HttpRequest.newBuilder());
    }

    @Test
    void saysHowLongAnAnswerMayBeKept() throws Exception {
        try (var server = fixture.overHttps()) {
            HttpResponse<byte[]> shop = get(server, SecureFixture.query("shop.example.test.", Type.A));
            assertEquals(
                    "private, max-age=30",
                    shop.headers().firstValue("cache-control").orElseThrow());
            HttpResponse<byte[]> soa = get(server, SecureFixture.query("example.test.", Type.SOA));
            Message message = new Message(soa.body());
            assertEquals(
                    "max-age=" + message.getSection(Section.ANSWER).getFirst().getTTL(),
                    soa.headers().firstValue("cache-control").orElseThrow());
            HttpResponse<byte[]> none = get(server, SecureFixture.query("none.example.test.", Type.A));
            assertEquals(Rcode.NXDOMAIN, new Message(none.body()).getRcode());
            assertEquals(
                    "max-age="
                            + new Message(none.body())
                                    .getSection(Section.AUTHORITY)
                                    .getFirst()
                                    .getTTL(),
                    none.headers().firstValue("cache-control").orElseThrow());
            assertEquals(
                    "max-age=0",
                    get(server, SecureFixture.query("example.org.", Type.A))
                            .headers()
                            .firstValue("cache-control")
                            .orElseThrow());
        }
    }

    @Test
    void refusesWhatIsNoQuestion() throws Exception {
        try (var server = fixture.overHttps()) {
            byte[] sound = SecureFixture.query("example.test.", Type.SOA);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(sound);
            assertEquals(
                    404,
                    http(server, "/other?dns=" + text, HttpRequest.newBuilder()).statusCode());
            for (String bad : List.of("", "?dns=", "?dns=AAA", "?dns=" + text + "=", "?dns=%00", "?ns=" + text)) {
                assertEquals(
                        400,
                        http(server, "/dns-query" + bad, HttpRequest.newBuilder())
                                .statusCode(),
                        bad);
            }
            byte[] response = sound.clone();
            response[2] |= (byte) 0x80;
            assertEquals(400, get(server, response).statusCode());
            HttpResponse<byte[]> other = http(
                    server, "/dns-query", HttpRequest.newBuilder().method("PUT", BodyPublishers.ofByteArray(sound)));
            assertEquals(405, other.statusCode());
            assertEquals("GET, HEAD, POST", other.headers().firstValue("allow").orElseThrow());
            assertEquals(
                    415,
                    http(server, "/dns-query", HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(sound)))
                            .statusCode());
            assertEquals(413, post(server, new byte[HttpsService.LONGEST + 1]).statusCode());
            assertEquals(200, get(server, new byte[HttpsService.LONGEST]).statusCode());
            HttpResponse<byte[]> malformed = post(server, new byte[12]);
            assertEquals(200, malformed.statusCode(), "an answer is an answer");
            assertEquals(Rcode.FORMERR, new Message(malformed.body()).getRcode());
            assertEquals(
                    Rcode.REFUSED,
                    new Message(post(server, SecureFixture.query("example.test.", Type.AXFR))
                                    .body())
                            .getRcode());
        }
    }

    private HttpResponse<byte[]> post(HttpsServer server, byte[] body) throws Exception {
        return http(
                server,
                "/dns-query",
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/dns-message; charset=none")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void padsWhereItIsAskedForAndEncrypted() throws Exception {
        Message query = new Message(SecureFixture.query("example.test.", Type.SOA));
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(PADDING, new byte[5]))), Section.ADDITIONAL);
        try (var server = fixture.overHttps();
                var plain = DnsServer.open(fixture.loops, "127.0.0.1", 0, fixture.answers, fixture.staff);
                var asker = new Asker(plain.port())) {
            byte[] answer = post(server, query.toWire()).body();
            assertEquals(468, answer.length);
            OPTRecord opt = new Message(answer).getOPT();
            var padding = (GenericEDNSOption) opt.getOptions(PADDING).getFirst();
            assertFalse(opt.getOptions().isEmpty());
            assertTrue(padding.toWire().length > 4);
            assertArrayEquals(new byte[answer.length - 400], Arrays.copyOfRange(answer, 400, answer.length));
            assertTrue(asker.tcp(query.toWire()).length < 468);
        }
    }
}
