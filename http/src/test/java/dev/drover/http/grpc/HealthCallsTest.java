package dev.drover.http.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.GrpcHealth.Question;
import dev.drover.plane.GrpcHealth.Said;
import dev.drover.plane.GrpcHealth.Security;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.peer.GrpcServer;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the server of grpc-java, and against servers that are none. */
class HealthCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Loops loops = Loops.start(1, Ticker.system());
    private final HealthCalls calls = new HealthCalls(loops, Ticker.system());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        calls.close();
        loops.close();
    }

    private Said ask(String host, int port, String service, Security security, Duration atMost) throws Exception {
        return calls.ask(new Question(host, port, service, security), atMost);
    }

    private Said ask(int port, String service) throws Exception {
        return ask("127.0.0.1", port, service, Security.PLAIN, LONG);
    }

    private static void assertFailed(String code, String part, Said said) {
        var failed = assertInstanceOf(Said.Failed.class, said);
        assertEquals(code, failed.code(), failed::why);
        assertTrue(failed.why().contains(part), failed::why);
    }

    @Test
    void tellsOfTheServerAndOfEachService() throws Exception {
        try (var server = GrpcServer.start()) {
            server.serving("shop.Orders", true);
            server.serving("shop.Parcels", false);
            assertEquals(new Said.Status(1), ask(server.port(), ""));
            assertEquals(new Said.Status(1), ask(server.port(), "shop.Orders"));
            assertEquals(new Said.Status(2), ask(server.port(), "shop.Parcels"));
            assertFailed("NotFound", "unknown service", ask(server.port(), "shop.Nobody"));
            server.serving("", false);
            assertEquals(new Said.Status(2), ask(server.port(), ""));
        }
    }

    @Test
    void findsTheServerAtAnyAddressOfItsHost() throws Exception {
        try (var server = GrpcServer.start()) {
            assertEquals(new Said.Status(1), ask("localhost", server.port(), "", Security.PLAIN, LONG));
        }
    }

    @Test
    void asksOverTlsAndVerifiesUnlessToldNotTo() throws Exception {
        try (var server = GrpcServer.start(new TestCertificate(folder))) {
            int port = server.port();
            assertEquals(new Said.Status(1), ask("localhost", port, "", Security.TLS_UNVERIFIED, LONG));
            assertFailed("Unavailable", "authentication handshake", ask("localhost", port, "", Security.TLS, LONG));
            assertInstanceOf(Said.Failed.class, ask(port, ""));
        }
    }

    @Test
    void givesUpInTime() throws Exception {
        try (var server = GrpcServer.start();
                var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.silence();
            var atMost = Duration.ofMillis(300);
            var failed = new Said.Failed("DeadlineExceeded", "context deadline exceeded");
            assertEquals(failed, ask("127.0.0.1", server.port(), "", Security.PLAIN, atMost));
            assertEquals(failed, ask("127.0.0.1", mute.getLocalPort(), "", Security.PLAIN, atMost));
            assertEquals(failed, ask("127.0.0.1", mute.getLocalPort(), "", Security.TLS, atMost));
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port = FreePort.next();
        assertFailed("Unavailable", "dial tcp 127.0.0.1:" + port + ": connect: connection refused", ask(port, ""));
        assertFailed(
                "Unavailable", "nobody.invalid: no such host", ask("nobody.invalid", port, "", Security.PLAIN, LONG));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                "220 mail.example.com ESMTP\r\n",
                "\0\0\0\4\0\0\0\0\0\0\0\0\6\1\4\0\0\0\3\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "\0\0\0\4\0\0\0\0\0\0\u00ff\u00ff\0\5\0\0\0\3"
            })
    void tellsGarbageFromAnAnswer(String garbage) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var talker = Thread.ofVirtual().start(() -> talk(server, garbage));
            var failed = assertInstanceOf(Said.Failed.class, ask(server.getLocalPort(), ""));
            assertTrue(!failed.code().equals("DeadlineExceeded"), failed::why);
            talker.join();
        }
    }

    private static void talk(ServerSocket server, String said) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            while (client.getInputStream().read() >= 0) {
                // until it goes
            }
        } catch (IOException e) {
            // it went
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 300, 20_000})
    void writesNamesOfAnyLength(int length) {
        byte[] message = HealthMessage.request("x".repeat(length));
        int varint = length == 0 ? -1 : length < 128 ? 1 : length < 1 << 14 ? 2 : 3;
        assertEquals(5 + 1 + varint + length, message.length);
        assertEquals(message.length - 5, (message[2] & 0xff) << 16 | (message[3] & 0xff) << 8 | message[4] & 0xff);
    }
}
