package dev.drover.observe.fleet;

import dev.drover.observe.capture.FrameTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One host that is being watched: a process of {@code ssh}, and the samples made of what it prints. */
final class Connection {
    private static final int ROOT = 0;
    private static final int MOST_PRINTED = 8192;
    private static final int MOST_CHILDREN = 1000;

    private final Destination host;
    private final Ssh ssh;
    private final Duration span;
    private final Fleet.Patience patience;
    private final Room room;
    private final InstantSource wall;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean gaveUp;
    private @Nullable IOException ours;
    private int samples;
    private int bytes;
    private Instant now = Instant.EPOCH;
    private long nanos;

    Connection(Destination host, Ssh ssh, Duration span, Fleet.Patience patience, Room room, InstantSource wall) {
        this.host = host;
        this.ssh = ssh;
        this.span = span;
        this.patience = patience;
        this.room = room;
        this.wall = wall;
    }

    /** Throws what {@code around} and {@code taker} throw: what breaks here is no matter of the host. */
    Fleet.Outcome run(Fleet.Around around, Fleet.Taker taker) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(ssh.arguments(host)).start();
        } catch (IOException e) {
            return unseen(new Visit.Unseen(
                    host,
                    ssh.command().getFirst() + " cannot be started here",
                    "install OpenSSH's client, or name the program with --ssh"));
        }
        var printed = new AtomicReference<>("");
        Thread writer = Thread.ofPlatform().daemon().start(() -> feed(process));
        Thread reader = Thread.ofPlatform().daemon().start(() -> drain(process, printed));
        var tap = Tap.of(process.getInputStream());
        Thread guard = Thread.ofPlatform().daemon().start(() -> guard(process, tap));
        try {
            Fleet.Outcome outcome = followed(process, tap, printed, reader, around, taker);
            if (ours != null) {
                throw ours;
            }
            return outcome;
        } finally {
            over.countDown();
            tap.shut();
            end(process);
            guard.join();
            writer.join();
        }
    }

    private Fleet.Outcome followed(
            Process process,
            Tap tap,
            AtomicReference<String> printed,
            Thread reader,
            Fleet.Around around,
            Fleet.Taker taker)
            throws InterruptedException {
        String broken = "";
        String fix = "see what ssh " + host + " true does, and how long it takes";
        boolean whole = false;
        try (Room.Part part = room.part()) {
            var frames = new Frames(tap, ssh.token(), part);
            Optional<Frames.Hello> hello = frames.hello();
            if (hello.isPresent() && !hello.get().system().equals("Linux")) {
                return unseen(new Visit.Unseen(
                        host,
                        "it runs " + hello.get().system() + ", not Linux",
                        "leave it out: rules read Linux's /proc"));
            }
            if (hello.isPresent()) {
                sample(frames, hello.get(), around, taker);
                whole = frames.ended();
            }
        } catch (Frames.TooMuch e) {
            broken = e.getMessage() + ": given up";
            fix = "watch it alone, or run drover doctor there";
        } catch (IOException e) {
            broken = String.valueOf(e.getMessage());
        }
        if (samples >= 2) {
            return new Fleet.Outcome(Optional.empty(), whole ? "" : "after " + samples + " samples " + ending(broken));
        }
        if (whole) {
            return unseen(new Visit.Unseen(host, "its /proc cannot be read", "watch it as a user who may"));
        }
        if (gaveUp || !broken.isEmpty()) {
            return unseen(new Visit.Unseen(
                    host, (samples == 0 ? "before the first sample " : "after one sample ") + ending(broken), fix));
        }
        process.waitFor(2, TimeUnit.SECONDS);
        reader.join(Duration.ofSeconds(2));
        return unseen(Complaint.of(host, process.isAlive() ? -1 : process.exitValue(), printed.get()));
    }

    private String ending(String broken) {
        if (gaveUp) {
            return "it told nothing for " + patience.quiet().toSeconds() + " s, or took too long for all";
        }
        return broken.isEmpty() ? "the connection ended" : broken;
    }

    private static Fleet.Outcome unseen(Visit.Unseen unseen) {
        return new Fleet.Outcome(Optional.of(unseen), "");
    }

    private void sample(Frames frames, Frames.Hello hello, Fleet.Around around, Fleet.Taker taker) throws IOException {
        var frameTree = new FrameTree(hello.user() == ROOT);
        Tree tree;
        try {
            tree = around.around(frameTree);
        } catch (IOException e) {
            ours = e;
            throw e;
        }
        var sampler = new Sampler(tree, Ticker.of(() -> nanos, () -> now));
        Optional<Frames.Told> told = frames.next();
        while (told.isPresent()) {
            if (samples == 0 || told.get().nanos() > nanos) {
                // A frame that came late over the network is no clock that jumped.
                now = samples == 0 ? wall.instant() : now.plusNanos(told.get().nanos() - nanos);
                nanos = told.get().nanos();
                frameTree.show(told.get().frame());
                bytes = told.get().bytes();
                take(taker, sampler.take());
                samples++;
            }
            told = frames.next();
        }
    }

    /** What the frame of the last sample took in memory, about. */
    int bytes() {
        return bytes;
    }

    private void take(Fleet.Taker taker, Sample sample) throws IOException {
        try {
            taker.take(sample);
        } catch (IOException e) {
            ours = e;
            throw e;
        }
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

    /**
     * Ends the process if it is quiet for too long, or takes too long for all. One that began others and ended, as a wrapper of
     * {@code ssh} may, has left them with its output: those that were seen while it lived are ended, too.
     */
    private void guard(Process process, Tap tap) {
        var children = new HashSet<ProcessHandle>();
        long before = -1;
        Duration quiet = Duration.ZERO;
        int looks = 0;
        try {
            do {
                // All of /proc is read for it: ever more seldom.
                if (Integer.bitCount(++looks) == 1 && process.isAlive()) {
                    process.descendants().limit(MOST_CHILDREN).forEach(children::add);
                }
                long sofar = tap.received();
                quiet = sofar == before ? quiet.plus(patience.look()) : Duration.ZERO;
                before = sofar;
                Duration all = patience.look().multipliedBy(looks);
                if (quiet.compareTo(patience.quiet()) >= 0 || all.compareTo(patience.all(span)) >= 0) {
                    gaveUp = true;
                    end(process);
                    children.forEach(ProcessHandle::destroyForcibly);
                    tap.shut();
                    return;
                }
            } while (!over.await(patience.look().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
