package dev.drover.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LastRequestTest {
    private static final int PATIENCE_MILLIS = 10_000;

    private WebServer server;

    @BeforeEach
    void start() {
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .shutdownHook(false)
                .routing(routing -> routing.addFilter(new LastRequest())
                        .get("/text", (request, response) -> response.send("hello"))
                        .get("/stream", (request, response) -> {
                            try (OutputStream out = response.outputStream()) {
                                for (int i = 0; i < 1_000; i++) {
                                    out.write("0123456789".getBytes(ISO_8859_1));
                                    out.flush();
                                }
                            }
                        })
                        .get("/fault", (request, response) -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .post("/unread", (request, response) -> response.send("not read")))
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** All that comes until the server ends the connection; it fails where that does not happen. */
    private String toTheEnd(String request) throws IOException {
        return toTheEnd(request, PATIENCE_MILLIS);
    }

    private String toTheEnd(String request, int patience) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(patience);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "TE\r\nConnection: close"})
    void endsTheConnectionWhenTheClientAsksForIt(String options) throws IOException {
        String answer = toTheEnd(get("/text", "Connection: " + options + "\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
    }

    @Test
    void keepsItOtherwise() throws IOException {
        String two = get("/text", "") + get("/text", "Connection: close\r\n");
        assertEquals(
                2,
                Pattern.compile("HTTP/1.1 200 ")
                        .matcher(toTheEnd(two))
                        .results()
                        .count());
        assertThrows(SocketTimeoutException.class, () -> toTheEnd(get("/text", ""), 300));
    }

    @Test
    void sendsAllOfAStreamBefore() throws IOException {
        String answer = toTheEnd(get("/stream", "Connection: close\r\n"));
        assertEquals(
                1_000, Pattern.compile("0123456789").matcher(answer).results().count());
        assertTrue(answer.endsWith("0\r\n\r\n"), "the last chunk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fault", "/nothing"})
    void endsItAfterWhatWentWrong(String path) throws IOException {
        String answer = toTheEnd(get(path, "Connection: close\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 " + (path.equals("/fault") ? "500 " : "404 ")), answer);
    }

    @Test
    void losesNoAnswerThoughTheBodyWasNotRead() throws IOException {
        String body = "x".repeat(1 << 20);
        String answer = toTheEnd("POST /unread HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        assertTrue(answer.endsWith("not read"), answer);
    }

    @Test
    void letsNobodyWaitWhoSpeaksAnOlderVersion() throws IOException {
        String answer = toTheEnd("GET /text HTTP/1.0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
    }
}
