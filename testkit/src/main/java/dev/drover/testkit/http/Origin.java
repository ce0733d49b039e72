package dev.drover.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A well-behaved origin, inside the test or as a program of its own ({@code java ... Origin PORT NAME}).
 *
 * <table>
 * <caption>What it answers</caption>
 * <tr><td>{@code /slow/MS}</td><td>after so many milliseconds</td></tr>
 * <tr><td>{@code /late/MS}</td><td>the head at once, the body after so many milliseconds</td></tr>
 * <tr><td>{@code /bytes/N}</td><td>a body of N bytes</td></tr>
 * <tr><td>{@code /trailers}</td><td>chunks, then a trailer {@code X-Sum}</td></tr>
 * <tr><td>{@code /fields}</td><td>the request's fields, one a line, names in lower case</td></tr>
 * <tr><td>{@code /interim}</td><td>103, then 200</td></tr>
 * <tr><td>{@code /status/N}</td><td>that status</td></tr>
 * <tr><td>{@code /healthz}</td><td>200, or 503 once told to be {@link #sick}</td></tr>
 * <tr><td>{@code /ws}</td><td>a WebSocket that sends everything back</td></tr>
 * <tr><td>anything else</td><td>the request's body, or its method and target, and {@code X-Origin: NAME}</td></tr>
 * </table>
 */
@SuppressWarnings("StringConcatToTextBlock") // CRLF is better seen as such
public final class Origin implements AutoCloseable {
    private final String name;
    private final Listening listening;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicBoolean sick = new AtomicBoolean();

    public Origin(int port, String name) {
        this.name = name;
        this.listening = new Listening(port, this::talk);
    }

    public Origin(String name) {
        this(0, name);
    }

    /** Serves until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        var origin = new Origin(Integer.parseInt(args[0]), args[1]);
        System.out.println("listening on " + origin.port());
        Thread.currentThread().join();
    }

    public int port() {
        return listening.port();
    }

    /** Connections open now. */
    public int connections() {
        return listening.connections();
    }

    /** Requests answered, those to {@code /healthz} not counted. */
    public int served() {
        return served.get();
    }

    public void sick(boolean now) {
        sick.set(now);
    }

    private void talk(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        while (true) {
            Optional<StrictRequest> request = StrictRequest.read(in);
            if (request.isEmpty()) {
                return;
            }
            if (request.get().target().startsWith("/ws")) {
                webSocket(request.get(), in, out);
                return;
            }
            answer(request.get(), out);
            if (request.get().all("connection").contains("close")) {
                return;
            }
        }
    }

    private void answer(StrictRequest request, OutputStream out) throws IOException {
        String[] path = request.target().replaceFirst("\\?.*", "").split("/", -1);
        String first = path.length > 1 ? path[1] : "";
        if (!first.equals("healthz")) {
            served.incrementAndGet();
        }
        switch (first) {
            case "slow" -> {
                pause(path[2]);
                reply(request, out, 200, name.getBytes(StandardCharsets.UTF_8));
            }
            case "late" -> {
                send(out, "HTTP/1.1 200 OK\r\nX-Origin: " + name + "\r\nContent-Length: 4\r\n\r\n");
                pause(path[2]);
                send(out, "late");
            }
            case "bytes" -> reply(request, out, 200, new byte[Integer.parseInt(path[2])]);
            case "status" -> reply(request, out, Integer.parseInt(path[2]), new byte[0]);
            case "healthz" -> reply(request, out, sick.get() ? 503 : 200, new byte[0]);
            case "trailers" ->
                send(
                        out,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                                + "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n");
            case "fields" -> reply(request, out, 200, fields(request));
            case "interim" -> {
                send(out, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
                reply(request, out, 200, "final".getBytes(StandardCharsets.UTF_8));
            }
            default -> reply(request, out, 200, echo(request));
        }
    }

    private static byte[] echo(StrictRequest request) {
        return request.body().length > 0
                ? request.body()
                : (request.method() + " " + request.target() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fields(StrictRequest request) {
        var lines = new StringBuilder();
        request.fields()
                .forEach(f -> lines.append(f.getKey())
                        .append(": ")
                        .append(f.getValue())
                        .append('\n'));
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void pause(String millis) {
        LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(millis)).toNanos());
    }

    /** One write for head and body, as a load test's origin should. */
    private void reply(StrictRequest request, OutputStream out, int status, byte[] body) throws IOException {
        byte[] head = ("HTTP/1.1 " + status + " Status\r\nX-Origin: " + name + "\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        int length = request.method().equals("HEAD") ? 0 : body.length;
        var all = new byte[head.length + length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, length);
        out.write(all);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Answers the handshake of {@link WebSocketPeer} and sends every short masked text back unmasked. */
    private static void webSocket(StrictRequest request, InputStream in, OutputStream out) throws IOException {
        if (!request.all("upgrade").contains("websocket")) {
            send(out, "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        send(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
        while (true) {
            byte[] head = in.readNBytes(6);
            if (head.length < 6) {
                return;
            }
            byte[] payload = in.readNBytes(head[1] & 0x7f);
            var frame = new byte[2 + payload.length];
            frame[0] = head[0];
            frame[1] = (byte) payload.length;
            for (int i = 0; i < payload.length; i++) {
                frame[2 + i] = (byte) (payload[i] ^ head[2 + i % 4]);
            }
            out.write(frame);
        }
    }

    @Override
    public void close() {
        listening.close();
    }
}
