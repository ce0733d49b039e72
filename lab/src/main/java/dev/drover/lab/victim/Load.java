package dev.drover.lab.victim;

import dev.drover.plane.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Clients that come at a fixed rate, whether or not those before them were answered: a stall is felt by everyone who came during it.
 * Time counts from when a request was due, not from when it could be sent.
 */
public final class Load implements AutoCloseable {
    /** A second: enough for a 99th percentile of ten seconds, little enough to be no load. */
    private static final int RATE = 50;

    private static final int PATIENCE_MILLIS = 3_000;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: victim\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private record Answer(long due, long nanos, boolean good) {}

    private final Ticker ticker;
    private final int port;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Long> pending = ConcurrentHashMap.newKeySet();
    private final Thread clock;
    private volatile boolean stopped;

    public Load(Ticker ticker, int port) {
        this.ticker = ticker;
        this.port = port;
        clock = Thread.ofPlatform().name("load").daemon(true).start(this::run);
    }

    private void run() {
        long every = TimeUnit.SECONDS.toNanos(1) / RATE;
        try {
            for (long due = ticker.nanos(); !stopped; due += every) {
                TimeUnit.NANOSECONDS.sleep(due - ticker.nanos());
                long at = due;
                Thread.ofVirtual().start(() -> ask(at));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(long due) {
        boolean good = false;
        pending.add(due);
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(REQUEST);
            byte[] answer =
                    socket.getInputStream().readNBytes(1_000); // all of it: closing before would reset the connection
            good = new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            good = false; // refused, cut or too late: one error
        }
        synchronized (answers) {
            answers.add(new Answer(due, ticker.nanos() - due, good));
            pending.remove(due);
        }
    }

    /** Of the requests that were due between these two moments; those without an answer yet took at least until now. */
    public Felt felt(long from, long to) {
        double[] millis;
        int errors;
        long now = ticker.nanos();
        synchronized (answers) {
            Stream<Answer> open =
                    pending.stream().map(at -> new Answer(at, now - at, (now - at) / 1_000_000 < PATIENCE_MILLIS));
            List<Answer> due = Stream.concat(answers.stream(), open)
                    .filter(a -> a.due - from >= 0 && a.due - to < 0)
                    .toList();
            millis = due.stream().mapToDouble(a -> a.nanos / 1e6).toArray();
            errors = (int) due.stream().filter(a -> !a.good).count();
        }
        int expected = (int) ((to - from) / 1e9 * RATE);
        int missing = Math.max(0, expected - 1 - millis.length);
        double[] all = Arrays.copyOf(millis, millis.length + missing);
        Arrays.fill(all, millis.length, all.length, PATIENCE_MILLIS);
        Arrays.sort(all);
        return new Felt(all.length, errors + missing, at(all, 0.5), at(all, 0.99));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    @Override
    public void close() {
        stopped = true;
        clock.interrupt();
    }
}
