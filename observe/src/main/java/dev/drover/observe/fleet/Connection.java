package dev.drover.observe.fleet;

import dev.drover.observe.capture.FrameTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One host that is being watched: a process of {@code ssh}, and the samples made of what it prints. */
final class Connection {
    private static final int ROOT = 0;
    private static final int MOST_PRINTED = 8192;

    private final Destination host;
    private final Ssh ssh;
    private final Duration span;
    private final Fleet.Patience patience;
    private final InstantSource wall;
    private final AtomicLong received = new AtomicLong();
    private volatile boolean gaveUp;
    private int samples;
    private Instant now = Instant.EPOCH;
    private long nanos;

    Connection(Destination host, Ssh ssh, Duration span, Fleet.Patience patience, InstantSource wall) {
        this.host = host;
        this.ssh = ssh;
        this.span = span;
        this.patience = patience;
        this.wall = wall;
    }

    Fleet.Outcome run(Fleet.Around around, Fleet.Taker taker) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(ssh.arguments(host)).start();
        } catch (IOException e) {
            return end(new Visit.Unseen(
                    host,
                    ssh.command().getFirst() + " cannot be started here",
                    "install OpenSSH's client, or name the program with --ssh"));
        }
        var printed = new AtomicReference<>("");
        Thread writer = Thread.ofPlatform().daemon().start(() -> feed(process));
        Thread reader = Thread.ofPlatform().daemon().start(() -> drain(process, printed));
        Thread guard = Thread.ofPlatform().daemon().start(() -> guard(process));
        try {
            return followed(process, printed, reader, around, taker);
        } finally {
            process.destroyForcibly();
            guard.interrupt();
            writer.join();
            guard.join();
        }
    }

    private Fleet.Outcome followed(
            Process process, AtomicReference<String> printed, Thread reader, Fleet.Around around, Fleet.Taker taker)
            throws InterruptedException {
        String broken = "";
        boolean whole = false;
        try {
            var frames = new Frames(counted(process.getInputStream()), ssh.token());
            Optional<Frames.Hello> hello = frames.hello();
            if (hello.isPresent() && !hello.get().system().equals("Linux")) {
                return end(new Visit.Unseen(
                        host,
                        "it runs " + hello.get().system() + ", not Linux",
                        "leave it out: rules read Linux's /proc"));
            }
            if (hello.isPresent()) {
                sample(frames, hello.get(), around, taker);
                whole = frames.ended();
            }
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        }
        if (samples >= 2) {
            return new Fleet.Outcome(Optional.empty(), whole ? "" : "after " + samples + " samples " + ending(broken));
        }
        if (whole) {
            return end(new Visit.Unseen(host, "its /proc cannot be read", "watch it as a user who may"));
        }
        if (gaveUp || !broken.isEmpty()) {
            return end(new Visit.Unseen(
                    host,
                    (samples == 0 ? "before the first sample " : "after one sample ") + ending(broken),
                    "see what ssh " + host + " true does, and how long it takes"));
        }
        process.waitFor(2, TimeUnit.SECONDS);
        reader.join(Duration.ofSeconds(2));
        return end(Complaint.of(host, process.isAlive() ? -1 : process.exitValue(), printed.get()));
    }

    private String ending(String broken) {
        if (gaveUp) {
            return "it told nothing for " + patience.quiet().toSeconds() + " s, or took too long for all";
        }
        return broken.isEmpty() ? "the connection ended" : broken;
    }

    private static Fleet.Outcome end(Visit.Unseen unseen) {
        return new Fleet.Outcome(Optional.of(unseen), "");
    }

    private void sample(Frames frames, Frames.Hello hello, Fleet.Around around, Fleet.Taker taker) throws IOException {
        var frameTree = new FrameTree(hello.user() == ROOT);
        Tree tree = around.around(frameTree);
        var sampler = new Sampler(tree, Ticker.of(() -> nanos, () -> now));
        Optional<Frames.Told> told = frames.next();
        while (told.isPresent()) {
            if (samples == 0 || told.get().nanos() > nanos) {
                // A frame that came late over the network is no clock that jumped.
                now = samples == 0 ? wall.instant() : now.plusNanos(told.get().nanos() - nanos);
                nanos = told.get().nanos();
                frameTree.show(told.get().frame());
                taker.take(sampler.take());
                samples++;
            }
            told = frames.next();
        }
    }

    private InputStream counted(InputStream in) {
        return new java.io.FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                received.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    private void feed(Process process) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(ssh.script(span, Fleet.MOST_ROUNDS).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The other side has ended: what it said of that is told.
        }
    }

    private static void drain(Process process, AtomicReference<String> printed) {
        byte[] piece = new byte[1024];
        try (InputStream in = process.getErrorStream()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (printed.get().length() < MOST_PRINTED) {
                    String more = new String(piece, 0, read, StandardCharsets.UTF_8);
                    printed.updateAndGet(sofar -> sofar + more);
                }
            }
        } catch (IOException e) {
            // What was printed until then is enough.
        }
    }

    /** Ends the process if it is quiet for too long, or takes too long for all. */
    private void guard(Process process) {
        long before = -1;
        Duration quiet = Duration.ZERO;
        Duration all = Duration.ZERO;
        try {
            while (!process.waitFor(patience.look().toMillis(), TimeUnit.MILLISECONDS)) {
                long sofar = received.get();
                quiet = sofar == before ? quiet.plus(patience.look()) : Duration.ZERO;
                all = all.plus(patience.look());
                before = sofar;
                if (quiet.compareTo(patience.quiet()) >= 0 || all.compareTo(patience.all(span)) >= 0) {
                    gaveUp = true;
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
