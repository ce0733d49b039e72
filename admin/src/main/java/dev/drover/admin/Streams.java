package dev.drover.admin;

import dev.drover.plane.control.Control.Subscription;
import dev.drover.plane.control.Refused;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers that go on: lines sent as they come. A reader that is too slow loses lines and is told how many; it never holds up
 * the one who writes them.
 */
final class Streams implements AutoCloseable {
    private static final int WAITING_LINES = 4096;

    /** An empty line is sent after so much silence, so that a reader who went away is noticed. */
    private static final int QUIET_SECONDS = 5;

    private volatile boolean closed;

    /** Opens what gives the lines. */
    interface Opener {
        Subscription open(Consumer<String> lines) throws Refused;
    }

    void send(ServerResponse response, String type, Opener opener) throws Refused {
        var waiting = new ArrayBlockingQueue<String>(WAITING_LINES);
        var lost = new AtomicLong();
        Consumer<String> lines = line -> {
            if (!waiting.offer(line)) {
                lost.incrementAndGet();
            }
        };
        try (Subscription subscription = opener.open(lines)) {
            response.header(HeaderNames.CONTENT_TYPE, type).header(HeaderNames.CACHE_CONTROL, "no-store");
            try (OutputStream out = response.outputStream()) {
                out.flush();
                copy(waiting, lost, subscription, out);
            }
        } catch (IOException | InterruptedException e) {
            // The reader went away, or we end: either way there is nobody left to tell.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void copy(ArrayBlockingQueue<String> waiting, AtomicLong lost, Subscription subscription, OutputStream out)
            throws IOException, InterruptedException {
        int quiet = 0;
        while (!closed) {
            boolean last = !subscription.open();
            @Nullable String line = waiting.poll(last ? 0 : 1, TimeUnit.SECONDS);
            if (line == null && last) {
                return;
            }
            if (line == null) {
                quiet++;
                if (quiet >= QUIET_SECONDS) {
                    write(out, "");
                    out.flush();
                    quiet = 0;
                }
                continue;
            }
            quiet = 0;
            write(out, line);
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                write(out, "{\"lost\":" + missed + "}");
            }
            if (waiting.isEmpty()) {
                out.flush();
            }
        }
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed = true;
    }
}
