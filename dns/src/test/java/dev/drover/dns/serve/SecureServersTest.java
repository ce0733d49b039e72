package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.peer.Unbound;
import dev.drover.testkit.process.Finished;
import dev.drover.wire.Loops;
import dev.drover.wire.framed.FrameLimits;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import dev.drover.wire.tls.ServerTls;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS over TLS and over HTTPS, asked by clients of others and by hand. */
class SecureServersTest {
    private static final Path KDIG = Path.of("/usr/bin/kdig");
    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final int PADDING = 12;

    @TempDir
    Path folder;

    private final Loops loops = Loops.start(1, Ticker.system());
    private final Figures figures = new Figures();
    private final DnsServer.Staff staff = new DnsServer.Staff(Aside.REFUSING, Guard.none(), figures);
    private TestCertificate certificate;
    private Answers answers;
    private ServerKeys dot;
    private ServerKeys doh;

    @BeforeEach
    void open() throws Exception {
        certificate = new TestCertificate(folder);
        dot = keys(TlsServer.PROTOCOLS);
        doh = keys(HttpsServer.PROTOCOLS);
        Zone zone = Zones.read(Path.of("src/test/resources/served/example.test.zone"), "example.test");
        var builder = Zone.builder(zone.origin());
        zone.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        DnsName shop = DnsName.parse("shop.example.test");
        builder.exists(shop);
        var choice =
                new Chooser.Choice(List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1)), List.of(), 0, "none");
        answers = Answers.of(List.of(), Identity.ANONYMOUS)
                .with(List.of(builder.build()), List.of(new Steered(shop, zone.origin(), 30, client -> choice)));
    }

    @AfterEach
    void close() {
        dot.close();
        doh.close();
        loops.close();
    }

    private ServerKeys keys(List<String> protocols) throws Exception {
        var files = new KeyFiles("one", List.of("localhost"), certificate.authority(), certificate.key());
        return ServerKeys.load(List.of(files), protocols, InstantSource.system(), said -> {});
    }

    private static ServerTls tls(ServerKeys keys) {
        return new ServerTls(keys, List.of("one"), Duration.ofSeconds(10));
    }

    private TlsServer overTls() throws IOException {
        return TlsServer.open(loops, "127.0.0.1", 0, answers, staff, tls(dot));
    }

    private HttpsServer overHttps() throws IOException {
        return HttpsServer.open(loops, "127.0.0.1", 0, answers, staff, tls(doh));
    }

    private static byte[] query(String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        query.getHeader().setID(0);
        return query.toWire();
    }

    private Finished kdig(int port, String... more) throws Exception {
        assumeTrue(Files.isExecutable(KDIG), "kdig is not installed");
        var command = new ArrayList<>(List.of(KDIG.toString(), "@127.0.0.1", "-p", Integer.toString(port)));
        command.add("+tls-ca=" + certificate.authority());
        command.add("+tls-hostname=localhost");
        command.addAll(List.of(more));
        return Finished.run(Duration.ofSeconds(20), command).succeeded();
    }

    @Test
    void answersKdigOverTlsPaddedAsItIsAsked() throws Exception {
        try (var server = overTls()) {
            String said = kdig(server.port(), "+tls", "+padding", "example.test", "SOA")
                    .out();
            assertTrue(said.contains("status: NOERROR"), said);
            assertTrue(said.contains("Received 468 B"), said);
            assertTrue(kdig(server.port(), "+tls", "+keepopen", "a.example.test", "A", "b.example.test", "A")
                    .out()
                    .contains("(TLS1.3)"));
            Await.until(
                    "counted",
                    Duration.ofSeconds(5),
                    () -> figures.answered().keySet().stream()
                            .anyMatch(a -> a.transport() == Figures.Transport.TLS
                                    && a.type().equals("SOA")));
        }
    }

    @Test
    void answersKdigOverHttps() throws Exception {
        try (var server = overHttps()) {
            String posted = kdig(server.port(), "+https=/dns-query", "example.test", "SOA")
                    .out();
            assertTrue(posted.contains("status: NOERROR"), posted);
            assertTrue(posted.contains("HTTP/2-POST"), posted);
            String got = kdig(server.port(), "+https=/dns-query", "+https-get", "none.example.test", "A")
                    .out();
            assertTrue(got.contains("HTTP/2-GET"), got);
            assertTrue(got.contains("status: NXDOMAIN"), got);
            Await.until(
                    "counted",
                    Duration.ofSeconds(5),
                    () -> figures.answered().keySet().stream()
                            .anyMatch(a -> a.transport() == Figures.Transport.HTTPS
                                    && a.rcode().equals("NXDOMAIN")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void answersCurl(String version) throws Exception {
        assumeTrue(Files.isExecutable(CURL), "curl is not installed");
        try (var server = overHttps()) {
            Path asked = Files.write(folder.resolve("asked"), query("example.test.", Type.SOA));
            Path got = folder.resolve("got");
            Finished finished = Finished.run(
                            Duration.ofSeconds(20),
                            CURL.toString(),
                            "-sS",
                            version,
                            "--cacert",
                            certificate.authority().toString(),
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

    /** ALPN (RFC 7301) has a name for it, and messages do not heed where records of TLS end. */
    @Test
    void namesItselfByAlpn() throws Exception {
        try (var server = overTls();
                var socket = (SSLSocket) certificate
                        .trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"dot"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            assertEquals("dot", socket.getApplicationProtocol());
            byte[] query = query("example.test.", Type.SOA);
            // Two queries in one record, the second cut: a message is as long as it says, wherever records end.
            byte[] both = ByteBuffer.allocate(2 * (query.length + 2))
                    .putShort((short) query.length)
                    .put(query)
                    .putShort((short) query.length)
                    .put(query)
                    .array();
            socket.getOutputStream().write(both, 0, both.length - 5);
            socket.getOutputStream().flush();
            socket.getOutputStream().write(both, both.length - 5, 5);
            var in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 2; i++) {
                byte[] answer = in.readNBytes(in.readUnsignedShort());
                assertEquals(Rcode.NOERROR, new Message(answer).getRcode());
                assertTrue(answer.length < 468, "nobody asked for padding");
            }
        }
    }

    @Test
    void closesWhoSaysNothing() throws Exception {
        var hasty = new FrameLimits(Duration.ofMillis(500), 10, 10, 512);
        try (var server = TlsServer.open(loops, "127.0.0.1", 0, hasty, answers, staff, tls(dot));
                var socket = certificate
                        .trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(0);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void answersAResolverThatChecksTheCertificate() throws Exception {
        assumeTrue(Unbound.isInstalled(), "unbound is not installed");
        try (var server = overTls();
                var unbound = Unbound.startOverTls(
                        folder.resolve("unbound"),
                        server.port(),
                        List.of("example.test."),
                        certificate.authority().toAbsolutePath());
                var asker = new Asker(unbound.port())) {
            Message answer = new Message(asker.udp(query("shop.example.test.", Type.A)));
            assertEquals(Rcode.NOERROR, answer.getRcode(), unbound::said);
            assertEquals(
                    "192.0.2.1", answer.getSection(Section.ANSWER).getFirst().rdataToString());
        }
    }

    private HttpResponse<byte[]> http(HttpsServer server, String target, HttpRequest.Builder builder) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
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
        try (var server = overHttps()) {
            HttpResponse<byte[]> shop = get(server, query("shop.example.test.", Type.A));
            assertEquals(
                    "private, max-age=30",
                    shop.headers().firstValue("cache-control").orElseThrow());
            HttpResponse<byte[]> soa = get(server, query("example.test.", Type.SOA));
            Message message = new Message(soa.body());
            assertEquals(
                    "max-age=" + message.getSection(Section.ANSWER).getFirst().getTTL(),
                    soa.headers().firstValue("cache-control").orElseThrow());
            HttpResponse<byte[]> none = get(server, query("none.example.test.", Type.A));
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
                    get(server, query("example.org.", Type.A))
                            .headers()
                            .firstValue("cache-control")
                            .orElseThrow());
        }
    }

    @Test
    void refusesWhatIsNoQuestion() throws Exception {
        try (var server = overHttps()) {
            byte[] sound = query("example.test.", Type.SOA);
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
                    new Message(post(server, query("example.test.", Type.AXFR)).body()).getRcode());
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
        Message query = new Message(query("example.test.", Type.SOA));
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(PADDING, new byte[5]))), Section.ADDITIONAL);
        try (var server = overHttps();
                var plain = DnsServer.open(loops, "127.0.0.1", 0, answers, staff);
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
