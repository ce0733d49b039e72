package dev.drover.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An admin API on a port of its own, asked byte by byte. */
abstract class AdminScene {
    static final String TOKEN = "t0ken";
    static final String MONITOR = "m0nitor";
    static final String CONSOLE = "c0nsole";

    final FakeControl control = new FakeControl();
    AdminServer server;

    @BeforeEach
    void start() throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = AdminServer.start(new Door(any, TOKEN, MONITOR, CONSOLE, Set.of("fra-1")), control);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** An answer: status, the whole head and the body. */
    record Answer(int status, String head, String body) {}

    Answer ask(String method, String path, String body, String... fields) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            send(socket, method, path, body, fields);
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
        }
    }

    static void send(Socket socket, String method, String path, String body, String... fields) throws IOException {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (String field : fields) {
            text.append(field).append("\r\n");
            host |= field.startsWith("Host:");
        }
        text.append(host ? "" : "Host: localhost\r\n");
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    Answer asked(String method, String path, String body) throws IOException {
        return ask(method, path, body, "Authorization: Bearer " + TOKEN);
    }
}
