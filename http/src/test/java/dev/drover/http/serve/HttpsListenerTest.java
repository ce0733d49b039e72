package dev.drover.http.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.TestCertificate;
import dev.drover.wire.Loops;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import dev.drover.wire.tls.ServerTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpsListenerTest {
    private static final HttpsLimits LIMITS = new HttpsLimits(Duration.ofSeconds(20), 10, 4, 8, 2000, 1000);

    @TempDir
    Path folder;

    private final Loops loops = Loops.start(1, Ticker.system());
    /** What answers of {@code /slow} wait for. */
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private TestCertificate certificate;
    private ServerKeys keys;

    @BeforeEach
    void makeKeys() throws Exception {
        certificate = new TestCertificate(folder);
        keys = ServerKeys.load(
                List.of(new KeyFiles("one", List.of("localhost"), certificate.authority(), certificate.key())),
                HttpsListener.PROTOCOLS,
                InstantSource.system(),
                said -> {});
    }

    @AfterEach
    void close() {
        keys.close();
        loops.close();
    }

    private HttpsListener open(HttpsLimits limits) throws IOException {
        var tls = new ServerTls(keys, List.of("one"), Duration.ofSeconds(10));
        return HttpsListener.open(loops, "127.0.0.1", 0, limits, () -> this::echo, tls);
    }

    /** Says what it was asked. */
    private Answer echo(Asked asked) {
        if (asked.path().equals("/slow") && !done.isDone()) {
            asked.await(done);
            return null;
        }
        byte[] body = new byte[2000];
        asked.copyBody(body);
        String said = asked.method() + " " + asked.path() + " " + asked.query() + " " + asked.field("X-Test") + " "
                + asked.client().getAddress().isLoopbackAddress() + " "
                + new String(body, 0, asked.length(), StandardCharsets.UTF_8);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        return Answer.of(200, bytes, bytes.length).with("x-said", "yes");
    }

    private HttpClient client(Version version) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(certificate.trusting())
                .version(version)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static HttpRequest.Builder request(int port, String target) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + target))
                .timeout(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void answersWholeRequests(Version version) throws Exception {
        try (var listener = open(LIMITS);
                var client = client(version)) {
            HttpResponse<String> got = client.send(
                    request(listener.port(), "/a/b?c=d").header("x-test", "t").build(), BodyHandlers.ofString());
            assertEquals("GET /a/b c=d t true ", got.body());
            assertEquals(version, got.version());
            assertEquals("yes", got.headers().firstValue("x-said").orElseThrow());
            HttpResponse<String> posted = client.send(
                    request(listener.port(), "/")
                            .POST(BodyPublishers.ofString("x".repeat(1000)))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals("POST /   true " + "x".repeat(1000), posted.body());
            assertEquals(
                    413,
                    client.send(
                                    request(listener.port(), "/")
                                            .POST(BodyPublishers.ofString("x".repeat(1001)))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode());
            HttpResponse<String> head =
                    client.send(request(listener.port(), "/h").HEAD().build(), BodyHandlers.ofString());
            assertEquals("", head.body());
            assertEquals(
                    "HEAD /h   true ".length(),
                    head.headers().firstValueAsLong("content-length").orElseThrow());
        }
    }

    @Test
    void answersManyAtOnceOverOneConnection() throws Exception {
        try (var listener = open(LIMITS);
                var client = client(Version.HTTP_2)) {
            client.send(request(listener.port(), "/").build(), BodyHandlers.ofString());
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                    .mapToObj(i ->
                            client.sendAsync(request(listener.port(), "/" + i).build(), BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < 8; i++) {
                assertEquals("GET /" + i + "   true ", all.get(i).join().body());
            }
            assertEquals(1, listener.connections());
        }
    }

    @Test
    void letsAStreamWaitAndNoOther() throws Exception {
        try (var listener = open(LIMITS);
                var client = client(Version.HTTP_2)) {
            client.send(request(listener.port(), "/").build(), BodyHandlers.ofString());
            var slow = client.sendAsync(request(listener.port(), "/slow").build(), BodyHandlers.ofString());
            String quick = client.send(request(listener.port(), "/quick").build(), BodyHandlers.ofString())
                    .body();
            assertTrue(quick.startsWith("GET /quick"), quick);
            assertFalse(slow.isDone());
            done.complete(null);
            assertTrue(slow.get(10, TimeUnit.SECONDS).body().startsWith("GET /slow"));
        }
    }

    @Test
    void answersPipelinedRequestsInOrderBehindOneThatWaits() throws Exception {
        try (var listener = open(LIMITS);
                Socket socket = socket(listener.port())) {
            String all = "";
            for (String path : List.of("/first", "/slow", "/second", "/third")) {
                all += "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
            }
            socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            awaitLine(in, "GET /first");
            socket.getOutputStream()
                    .write("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            done.complete(null);
            for (String path : List.of("/slow", "/second", "/third", "/last")) {
                awaitLine(in, "GET " + path);
            }
            assertNull(in.readLine());
        }
    }

    /** The body of the next response; there is no line end behind it. */
    private static void awaitLine(BufferedReader in, String begin) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        char[] body = new char[begin.length() + "   true ".length()];
        assertEquals(body.length, in.read(body));
        assertEquals(begin + "   true ", new String(body));
    }

    private Socket socket(int port) throws Exception {
        Socket socket = certificate.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String raw(int port, String text) throws Exception {
        try (Socket socket = socket(port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void answersPipelinedRequestsInOrderAndOneOfAnOldClient() throws Exception {
        try (var listener = open(LIMITS)) {
            String said = raw(
                    listener.port(),
                    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET https://a/2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.0\r\n\r\n");
            assertTrue(said.matches("(?s).*GET /1 .*GET /2 .*GET /3 .*"), said);
        }
    }

    @Test
    void refusesWhatIsNoRequestOrTooLarge() throws Exception {
        try (var listener = open(LIMITS)) {
            assertTrue(raw(listener.port(), "nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
            assertTrue(raw(listener.port(), "GET /" + "x".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .startsWith("HTTP/1.1 414 "));
            assertTrue(raw(listener.port(), "GET / HTTP/1.1\r\nHost: a\r\nx: " + "x".repeat(9000) + "\r\n\r\n")
                    .startsWith("HTTP/1.1 431 "));
        }
    }

    @Test
    void closesWhoTakesTooLongAndWhoComesTooOften() throws Exception {
        var hasty = new HttpsLimits(Duration.ofSeconds(3), 10, 1, 8, 2000, 1000);
        try (var listener = open(hasty);
                Socket slow = socket(listener.port())) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
            try (var second = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                second.setSoTimeout(10_000);
                assertEquals(-1, second.getInputStream().read());
            }
            assertEquals(-1, slow.getInputStream().read());
            Await.until("the seat", Duration.ofSeconds(30), () -> listener.connections() == 0);
        }
    }

    /** What broke off connections was to be read in the log, a stack for each. */
    @Test
    void breaksOffAFloodOfResetsWithoutAWord() throws Exception {
        var told = new CopyOnWriteArrayList<String>();
        Logger log = Logger.getLogger("io.netty.channel.DefaultChannelPipeline");
        var ear = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(ear);
        try (var listener = open(LIMITS);
                var socket = (SSLSocket) socket(listener.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
            assertThrows(IOException.class, () -> {
                for (int stream = 1; stream < 200_000; stream += 2) {
                    socket.getOutputStream().write(openedAndReset(stream));
                }
            });
            Await.until("it is closed", Duration.ofSeconds(30), () -> listener.connections() == 0);
            assertEquals(List.of(), told);
        } finally {
            log.removeHandler(ear);
        }
    }

    /** HEADERS of a GET of / and RST_STREAM (RFC 9113 sections 6.2 and 6.4), with fields of the static table (RFC 7541 appendix A). */
    private static byte[] openedAndReset(int stream) {
        byte[] fields = {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x41, 1, 'a'};
        return ByteBuffer.allocate(9 + fields.length + 13)
                .put(new byte[] {0, 0, (byte) fields.length, 1, 5})
                .putInt(stream)
                .put(fields)
                .put(new byte[] {0, 0, 4, 3, 0})
                .putInt(stream)
                .putInt(8)
                .array();
    }
}
