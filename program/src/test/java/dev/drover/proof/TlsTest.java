package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as curl, OpenSSL and sslscan see it. */
final class TlsTest {
    @TempDir
    private static Path folder;

    private static Origin origin;
    private static DroverProcess drover;
    private static Pem first;
    private static Pem second;
    private static int secure;

    @BeforeAll
    static void start() {
        Needs.program("openssl");
        Needs.program("curl");
        origin = new Origin("o");
        first = Pem.make(folder, "first", "a.test");
        second = Pem.make(folder, "second", "b.test");
        secure = FreePort.next();
        int plain = FreePort.next();
        drover = DroverProcess.withFile(folder.resolve("drover"), plain, """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                  secure: {protocol: https, address: "127.0.0.1:%d", certificates: [first, second]}
                certificates:
                  first: %s
                  second: %s
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                routes:
                  - {match: {path: /old/**}, to: {redirect: {status: 308, location: "https://{host}:%d{path}{query}"}}}
                  - {match: {path: /**}, to: o}
                """.formatted(
                        plain, secure, first.yaml("a.test"), second.yaml("b.test"), origin.port(), secure));
    }

    @AfterAll
    static void end() {
        if (drover != null) {
            drover.stop();
            drover.close();
            origin.close();
        }
    }

    private static Finished curl(Pem trusted, String host, String... more) {
        var command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--max-time",
                "10",
                "--cacert",
                trusted.chain().toString(),
                "--resolve",
                host + ":" + secure + ":127.0.0.1"));
        command.addAll(List.of(more));
        command.add("https://" + host + ":" + secure + "/x");
        return Finished.run(Duration.ofSeconds(20), command);
    }

    private static Finished client(String... more) {
        return Finished.run(
                Duration.ofSeconds(20),
                Stream.concat(Stream.of("openssl", "s_client", "-connect", "127.0.0.1:" + secure), Stream.of(more))
                        .toList());
    }

    @Test
    void choosesTheCertificateByServerName() {
        assertEquals("GET /x\n", curl(first, "a.test").succeeded().out());
        assertEquals("GET /x\n", curl(second, "b.test").succeeded().out());
        String none = client("-noservername").out();
        assertTrue(none.contains("CN = a.test"), none);
        String unknown = client("-servername", "nobody.test").out();
        assertTrue(unknown.contains("CN = a.test"), unknown);
    }

    @Test
    void speaksOnlyTls12And13() {
        assertEquals(
                "GET /x\n",
                curl(first, "a.test", "--tlsv1.2", "--tls-max", "1.2")
                        .succeeded()
                        .out());
        assertEquals("GET /x\n", curl(first, "a.test", "--tlsv1.3").succeeded().out());
        Finished old = client("-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0");
        assertTrue(old.exit() != 0, old::toString);
        Finished oldest = client("-tls1", "-cipher", "DEFAULT:@SECLEVEL=0");
        assertTrue(oldest.exit() != 0, oldest::toString);
    }

    @Test
    void agreesOnHttp11ByAlpn() {
        String said = client("-alpn", "h2,http/1.1", "-servername", "a.test").out();
        assertTrue(said.contains("ALPN protocol: http/1.1"), said);
    }

    @Test
    void resumesSessionsOfTls12() {
        String said = client("-tls1_2", "-reconnect", "-servername", "a.test").out();
        assertEquals(
                5, said.lines().filter(l -> l.startsWith("Reused, TLSv1.2")).count(), said);
    }

    @Test
    void resumesSessionsOfTls13() throws IOException {
        Path session = folder.resolve("session.pem");
        // The ticket comes behind the first bytes of the answer, so a request is made.
        String host = "a.test:" + secure;
        Finished.run(
                        Duration.ofSeconds(20),
                        "bash",
                        "-c",
                        "printf 'GET /x HTTP/1.1\\r\\nHost: a.test\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -quiet"
                                + " -tls1_3 -servername a.test -connect 127.0.0.1:" + secure + " -sess_out " + session)
                .succeeded();
        assertTrue(Files.size(session) > 0, host);
        String said = client("-tls1_3", "-servername", "a.test", "-sess_in", session.toString())
                .out();
        assertTrue(said.contains("Reused, TLSv1.3"), said);
    }

    @Test
    void offersNothingThatSslscanCallsWeak() {
        Needs.program("sslscan");
        String found = Finished.run(
                        Duration.ofSeconds(60), "sslscan", "--no-colour", "--sni-name=a.test", "127.0.0.1:" + secure)
                .succeeded()
                .out();
        for (String line : found.lines().toList()) {
            if (line.startsWith("Accepted") || line.startsWith("Preferred")) {
                assertTrue(line.contains("TLSv1.2") || line.contains("TLSv1.3"), line);
                assertTrue(line.matches(".*(GCM|CHACHA20|CCM).*"), "not an authenticated cipher: " + line);
                assertTrue(line.matches(".*(ECDHE|DHE|TLS_).*"), "no forward secrecy: " + line);
            }
            assertTrue(!line.matches("(SSLv2|SSLv3|TLSv1\\.0|TLSv1\\.1) +enabled"), line);
            assertTrue(!line.contains("vulnerable") || line.contains("not vulnerable"), line);
        }
        assertTrue(found.contains("TLSv1.3   enabled"), found);
    }

    @Test
    void sendsPlainClientsToTls() throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            Reply reply = client.send("GET /old/y?z=1 HTTP/1.1\r\nHost: a.test\r\n\r\n")
                    .reply()
                    .orElseThrow();
            assertEquals(308, reply.status());
            assertEquals(
                    "https://a.test:" + secure + "/old/y?z=1",
                    reply.field("location").orElse(""));
        }
    }

    @Test
    void tellsTheOriginThatTheClientCameByTls() {
        var said = Finished.run(
                        Duration.ofSeconds(20),
                        "curl",
                        "-sS",
                        "--cacert",
                        first.chain().toString(),
                        "--resolve",
                        "a.test:" + secure + ":127.0.0.1",
                        "https://a.test:" + secure + "/fields")
                .succeeded()
                .out();
        assertTrue(said.contains("x-forwarded-proto: https"), said);
    }

    @Test
    void takesRenewedFilesAndKeepsTheOldOnesWhenTheyAreBad() throws IOException {
        String before = serial("b.test");
        second.renew("b.test");
        Await.until(
                "the renewed certificate",
                Duration.ofSeconds(30),
                () -> !serial("b.test").equals(before));
        String good = serial("b.test");
        Files.writeString(second.chain(), "this is no certificate\n");
        Await.until(
                "a word about the bad file",
                Duration.ofSeconds(30),
                () -> (drover.said() + drover.logs())
                        .contains(second.chain().getFileName().toString()),
                drover::said);
        assertEquals(good, serial("b.test"));
        second.renew("b.test");
        Await.until(
                "the next certificate",
                Duration.ofSeconds(30),
                () -> !serial("b.test").equals(good));
    }

    /** The fingerprint of what is served under a name. */
    private static String serial(String name) {
        String said = client("-servername", name, "-showcerts").out();
        int begin = said.indexOf("-----BEGIN");
        assertTrue(begin >= 0, said);
        return said.substring(begin, said.indexOf("-----END"));
    }
}
