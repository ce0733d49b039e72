package dev.drover.observe.history;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.recording.Recorder;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.plane.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A sampler that runs all the time on threads of its own: one sample a second into memory, one now and then to disk, from where
 * another thread writes, so that a disk that hangs does not stop the sampling.
 */
public final class History implements AutoCloseable {
    private static final Logger LOG = System.getLogger(History.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration REEL = Duration.ofMinutes(5);
    private static final int REELS = 12;
    private static final int FRAMES = 30;

    private static final Duration FILE = Duration.ofHours(6);
    private static final int FILES = 16;
    private static final int FRAMES_ON_DISK = 10;
    private static final int WAITING_PIECES = 4;

    private final Keeping keeping;
    private final Ticker ticker;
    private final Reels reels;
    private final Recorder recorder;
    private final Sampler sampler;
    private final Shelf shelf;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private final ArrayBlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(WAITING_PIECES);
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Recorder coarse;
    private long diskDue = Long.MIN_VALUE;
    private Instant fileBegan = Instant.EPOCH;
    private long fileBytes;
    private boolean begins;
    private volatile boolean missed;
    private volatile boolean ending;
    private volatile @Nullable Sample latest;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Piece(Instant began, boolean begins, Instant until, byte[] bytes) {}

    /**
     * Nothing is sampled before {@link #start} or {@link #round}.
     *
     * @param folder is made when it is first written to
     */
    public History(Tree tree, Path folder, Keeping keeping, Ticker ticker) {
        this.keeping = keeping;
        this.ticker = ticker;
        this.reels = new Reels(keeping.memoryBytes(), keeping.memoryAge());
        this.shelf = new Shelf(folder, keeping.diskBytes(), keeping.diskAge());
        try {
            this.recorder = new Recorder(tree, reels.begin(ticker.instant()), Deflater.BEST_SPEED + 2, FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes it
        }
        this.sampler = new Sampler(recorder, ticker);
    }

    /** Begins to sample. */
    public History start() {
        threads.add(Thread.ofPlatform().name("observe").daemon(true).start(this::sample));
        return startWriting();
    }

    History startWriting() {
        threads.add(Thread.ofPlatform().name("observe-disk").daemon(true).start(this::write));
        return this;
    }

    private void sample() {
        long due = ticker.nanos();
        try {
            while (!ending) {
                try {
                    round();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "a sample of the host could not be taken", e);
                }
                due = Math.max(due + EVERY.toNanos(), ticker.nanos() - EVERY.toNanos());
                TimeUnit.NANOSECONDS.sleep(due - ticker.nanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one sample and keeps it. */
    synchronized void round() {
        Sample sample = sampler.take();
        latest = sample;
        try {
            recorder.endFrame();
            if (keeping.diskBytes() > 0) {
                keepOnDisk(sample);
            }
            if (Duration.between(reels.began(), sample.at()).abs().compareTo(REEL) >= 0
                    || reels.size() > keeping.memoryBytes() / REELS) {
                recorder.flush();
                reels.reaches(sample.at());
                recorder.continueIn(reels.begin(sample.at()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes it
        }
        reels.reaches(sample.at());
    }

    private void keepOnDisk(Sample sample) throws IOException {
        if (sample.nanos() < diskDue) {
            return;
        }
        diskDue = sample.nanos() + keeping.diskEvery().toNanos() - EVERY.toNanos() / 2;
        Recorder writing = coarse;
        if (writing == null) {
            writing = new Recorder(
                    path -> new Content.Unreadable("not read"), piece, Deflater.BEST_COMPRESSION, FRAMES_ON_DISK);
            begins = true;
            coarse = writing;
            fileBegan = sample.at();
        } else if (missed
                || fileBytes > keeping.diskBytes() / FILES
                || Duration.between(fileBegan, sample.at()).abs().compareTo(FILE) >= 0) {
            flush(sample.at(), writing);
            writing.continueIn(piece);
            begins = true;
            fileBytes = 0;
            fileBegan = sample.at();
        }
        int before = piece.size();
        writing.take(recorder, sample.at(), sample.nanos());
        if (piece.size() > before) {
            handOver(sample.at());
        }
    }

    /** Where a piece before was not kept, the end of that file is worth nothing. */
    private void flush(Instant at, Recorder writing) throws IOException {
        writing.flush();
        if (missed) {
            missed = false;
            piece.reset();
        } else {
            handOver(at);
        }
    }

    /** Never waits for the disk: what it does not take in time is not kept there. */
    private void handOver(Instant at) {
        if (piece.size() > 0 && !pieces.offer(new Piece(fileBegan, begins, at, piece.toByteArray()))) {
            missed = true;
        }
        fileBytes += piece.size();
        begins = false;
        piece.reset();
    }

    private void write() {
        try {
            while (!ending || !pieces.isEmpty()) {
                Piece next = pieces.poll(1, TimeUnit.SECONDS);
                if (next != null && !shelf.add(next.began, next.begins, next.until, next.bytes)) {
                    missed = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shelf.close();
        }
    }

    /** The newest sample; empty before the first. */
    public Optional<Sample> latest() {
        return Optional.ofNullable(latest);
    }

    /**
     * Writes a recording of what is kept of these times, and somewhat more on both sides. False if nothing of them is kept, and
     * nothing was written then.
     */
    public boolean copy(Instant from, Instant to, OutputStream out) throws IOException {
        var parts = new ArrayList<Reels.Part>();
        synchronized (this) {
            recorder.flush();
            if (from.isBefore(reels.oldest()) && keeping.diskBytes() > 0) {
                parts.addAll(shelf.parts(from, to));
            }
            parts.addAll(reels.parts(from, to));
        }
        for (Reels.Part part : parts) {
            part.writeTo(out);
        }
        return !parts.isEmpty();
    }

    /** Bytes that the samples in memory take up. */
    public synchronized long bytes() {
        return reels.bytes();
    }

    /** Ends the sampling; what waits for the disk is still written. */
    @Override
    public void close() {
        ending = true;
        synchronized (this) {
            Recorder writing = coarse;
            if (writing != null) {
                try {
                    flush(ticker.instant(), writing);
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // memory takes it
                }
            }
        }
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(2));
                if (thread.isAlive()) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recorder.close();
    }
}
