package dev.drover.testkit.http;

import dev.drover.testkit.FreePort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An upstream on a fixed port that behaves as badly as a test says, and can change its mind at any time. */
public final class BadUpstream implements AutoCloseable {
    /** What it does from now on; connections that are open keep to it at their next request. */
    public enum Mood {
        /** 200 with a short body. */
        SERVE,
        /** Nobody listens. */
        REFUSE,
        /** Takes requests and says nothing. */
        HANG,
        /** RST instead of an answer. */
        RESET,
        /** Bytes that are no HTTP. */
        GARBAGE,
        /** A response head that never ends. */
        ENDLESS_HEAD,
        /** Two framings in one response. */
        AMBIGUOUS,
        /** Half the promised body, then the end. */
        TRUNCATE,
        /** The body one byte at a time. */
        TRICKLE,
        /** 500. */
        FAIL
    }

    private static final String BODY = "hello from upstream";

    private final int port = FreePort.next();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Mood mood = Mood.SERVE;
    private volatile Listening listening = new Listening(port, this::talk);

    public int port() {
        return port;
    }

    /** Requests received, in all moods. */
    public int asked() {
        return asked.get();
    }

    public synchronized void be(Mood next) {
        Mood before = mood;
        mood = next;
        if (next == Mood.REFUSE) {
            listening.close();
        } else if (before == Mood.REFUSE) {
            listening = new Listening(port, this::talk);
        }
    }

    private void talk(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            Optional<StrictRequest> request = StrictRequest.read(in);
            if (request.isEmpty()) {
                return;
            }
            asked.incrementAndGet();
            if (!answer(socket, in)) {
                return;
            }
        }
    }

    /** False when the connection is at its end. */
    private boolean answer(Socket socket, InputStream in) throws IOException {
        return switch (mood) {
            case SERVE -> {
                send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);
                yield true;
            }
            case FAIL -> {
                send(socket, "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
                yield true;
            }
            case HANG -> {
                // Until the other side gives up.
                yield in.read() >= 0;
            }
            case REFUSE -> false;
            case RESET -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
            case GARBAGE -> {
                send(socket, "\0\1\2SSH-2.0-nonsense\r\n\377\376 HTTP/9 abc\r\n\r\n");
                yield false;
            }
            case ENDLESS_HEAD -> {
                endlessHead(socket);
                yield false;
            }
            case AMBIGUOUS -> {
                send(
                        socket,
                        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                yield false;
            }
            case TRUNCATE -> {
                send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(500));
                yield false;
            }
            case TRICKLE -> {
                send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
                for (int i = 0; i < BODY.length(); i++) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    send(socket, BODY.substring(i, i + 1));
                }
                yield true;
            }
        };
    }

    private static void endlessHead(Socket socket) throws IOException {
        send(socket, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 10_000; i++) {
            send(socket, "X-" + i + ": " + "y".repeat(200) + "\r\n");
        }
    }

    private static void send(Socket socket, String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        listening.close();
    }
}
