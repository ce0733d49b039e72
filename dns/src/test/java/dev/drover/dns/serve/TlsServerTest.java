package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.peers.Asker;
import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Unbound;
import dev.drover.wire.framed.FrameLimits;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS over TLS, asked by clients of others and by hand. */
class TlsServerTest {
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
    void answersKdigOverTlsPaddedAsItIsAsked() throws Exception {
        try (var server = fixture.overTls()) {
            String said = fixture.kdig(server.port(), "+tls", "+padding", "example.test", "SOA")
                    .out();
            assertTrue(said.contains("status: NOERROR"), said);
            assertTrue(said.contains("Received 468 B"), said);
            assertTrue(fixture.kdig(server.port(), "+tls", "+keepopen", "a.example.test", "A", "b.example.test", "A")
                    .out()
                    .contains("(TLS1.3)"));
            Await.until(
                    "counted",
                    Duration.ofSeconds(30),
                    () -> fixture.figures.answered().keySet().stream()
                            .anyMatch(a -> a.transport() == Figures.Transport.TLS
                                    && a.type().equals("SOA")));
        }
    }

    /** ALPN (RFC 7301) has a name for it, and messages do not heed where records of TLS end. */
    @Test
    void namesItselfByAlpn() throws Exception {
        try (var server = fixture.overTls();
                var socket = (SSLSocket) fixture.certificate
                        .trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"dot"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            assertEquals("dot", socket.getApplicationProtocol());
            byte[] query = SecureFixture.query("example.test.", Type.SOA);
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
        var hasty = new FrameLimits(Duration.ofSeconds(3), 10, 10, 512);
        try (var server = fixture.overTls(hasty);
                var socket = fixture.certificate
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
        try (var server = fixture.overTls();
                var unbound = Unbound.startOverTls(
                        folder.resolve("unbound"),
                        server.port(),
                        List.of("example.test."),
                        fixture.certificate.authority().toAbsolutePath());
                var asker = new Asker(unbound.port())) {
            Message answer = new Message(asker.udp(SecureFixture.query("shop.example.test.", Type.A)));
            assertEquals(Rcode.NOERROR, answer.getRcode(), unbound::said);
            assertEquals(
                    "192.0.2.1", answer.getSection(Section.ANSWER).getFirst().rdataToString());
        }
    }
}
