package dev.drover.dns.sample;

import dev.drover.model.Dns;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.TopList;
import dev.drover.plane.lines.LineLog;
import dev.drover.plane.lines.RotatedFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All samplers of a node, and the thread that takes what they drew: it counts who and what is seen most, and writes the log of queries. */
public final class Samples implements Sampler.Lender, AutoCloseable {
    private static final Logger LOG = System.getLogger(Samples.class.getName());
    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Of one thread; enough to see who makes one query of a thousand within a minute. */
    private static final int WANTED_PER_SECOND = 500;

    private final Ticker ticker;
    private final RandomGenerator random;
    private final Tops tops;
    private final List<WeakReference<Sampler>> samplers = new CopyOnWriteArrayList<>();
    private final Path file;
    private volatile int logs;
    private volatile boolean closed;
    private volatile @Nullable QueryLog log;
    private @Nullable Thread thread;

    /**
     * Nothing is drawn before the first {@link #open}.
     *
     * @param folder in which the log of queries is, when there is one
     */
    public Samples(Ticker ticker, RandomGenerator random, Path folder) {
        this.ticker = ticker;
        this.random = random;
        this.tops = new Tops(ticker);
        this.file = folder.resolve("queries.log");
    }

    /**
     * A sampler for one thread.
     *
     * @param transport word for how queries come to it
     */
    public synchronized Sampler open(String transport) {
        var sampler = new Sampler(this, transport, random.nextLong());
        samplers.add(new WeakReference<>(sampler));
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().daemon().name("names-samples").start(this::run);
        }
        return sampler;
    }

    /** What a model wants of the log. */
    public synchronized void use(Optional<Dns.Watching> wanted) {
        int every = wanted.map(Dns.Watching::queryLog).orElse(0);
        QueryLog open = log;
        if (every > 0 && open == null && !closed) {
            var to = new RotatedFile(RotatedFile.Settings.of(file), ticker);
            log = new QueryLog(new LineLog(LOG, "log of queries", "queries are answered", to, ticker), ticker);
        }
        logs = every;
        if (every == 0 && open != null) {
            open.rest();
        }
    }

    @Override
    public int logs() {
        return logs;
    }

    @Override
    public long nanos() {
        return ticker.nanos();
    }

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                drain();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "samples of queries were lost", e);
            }
            LockSupport.parkNanos(this, WAIT.toNanos());
        }
    }

    /** Takes what all have drawn, and tells each how often it shall draw. */
    synchronized void drain() {
        QueryLog open = log;
        samplers.removeIf(reference -> reference.get() == null);
        for (WeakReference<Sampler> reference : samplers) {
            Sampler sampler = reference.get();
            if (sampler != null) {
                sampler.drain((sample, transport) -> take(sample, transport, open));
                tops.adjust(sampler, WANTED_PER_SECOND);
            }
        }
        if (open != null) {
            open.flush();
        }
    }

    private void take(Sample sample, String transport, @Nullable QueryLog open) {
        if (sample.weight() > 0) {
            tops.take(sample);
        }
        if (sample.logged() > 0 && open != null) {
            open.add(sample, transport);
        }
    }

    /**
     * What was asked most lately.
     *
     * @param by what is told apart
     * @param most so many at most
     */
    public TopList top(TopList.By by, int most) {
        drain();
        return tops.list(by, most);
    }

    /** Lines of the log that were written. */
    public long written() {
        QueryLog open = log;
        return open == null ? 0 : open.written();
    }

    /** Lines that could not be. */
    public long lost() {
        QueryLog open = log;
        long full = 0;
        for (WeakReference<Sampler> reference : samplers) {
            Sampler sampler = reference.get();
            full += sampler == null ? 0 : sampler.lost().lines();
        }
        return full + (open == null ? 0 : open.lost());
    }

    /** Writes what is there, and ends the thread. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        LockSupport.unpark(running);
        drain();
        synchronized (this) {
            QueryLog open = log;
            if (open != null) {
                open.close();
            }
        }
    }
}
