package dev.drover.dns.sample;

import dev.drover.dns.message.Query;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Draws of the queries of one thread. What is drawn lies in a ring with one writer and one reader (L. Lamport, 1977), so that neither
 * waits for the other. A query that is not drawn costs a subtraction.
 *
 * <p>Gaps between two that are drawn are themselves drawn, from 1 to twice the mean: who asks in step with us would be seen
 * always, or never.
 */
public final class Sampler {
    /** Samples that may lie there; a power of two. */
    private static final int SLOTS = 256;

    private static final int RAREST = 1 << 20;

    private static final VarHandle READ;
    private static final VarHandle WRITTEN;
    private static final VarHandle EVERY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            READ = lookup.findVarHandle(Sampler.class, "read", long.class);
            WRITTEN = lookup.findVarHandle(Sampler.class, "written", long.class);
            EVERY = lookup.findVarHandle(Sampler.class, "every", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Lender lender;
    private final String transport;
    private final RandomGenerator random;
    private Sample[] slots = {};

    @SuppressWarnings("unused")
    private long read;

    @SuppressWarnings("unused")
    private long written;

    /** One of so many is drawn; set by the reader. */
    @SuppressWarnings("unused")
    private int every = 1;

    private int drawn = 1;
    private int left = 1;
    private int logged;
    private int leftToLog;
    private final Lost lost = new Lost();
    /** Queries that samples stood for; the reader's. */
    private long stood;

    Sampler(Lender lender, String transport, long seed) {
        this.lender = lender;
        this.transport = transport;
        this.random = new SplittableRandom(seed);
    }

    /** Who samplers are made by. */
    interface Lender {
        /** One of so many queries is logged; 0 for none. */
        int logs();

        /** Of the monotonic clock. */
        long nanos();

        /** A ring is half full. */
        void wake();
    }

    /** There is nobody. */
    private record Nobody() implements Lender {
        @Override
        public int logs() {
            return 0;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void wake() {}
    }

    /** One that draws nothing. */
    public static Sampler idle() {
        var idle = new Sampler(new Nobody(), "", 0);
        idle.left = Integer.MAX_VALUE;
        return idle;
    }

    /** What found the ring full. Written by the thread that answers. */
    static final class Lost {
        private volatile long queries;
        private volatile long lines;

        /** There is one writer. */
        void add(long moreQueries, long moreLines) {
            long all = queries;
            queries = all + moreQueries;
            long written = lines;
            lines = written + moreLines;
        }

        long queries() {
            return queries;
        }

        long lines() {
            return lines;
        }
    }

    /** A query was answered, with so many bytes. By the thread that answers. */
    public void see(Query query, int size) {
        int log = lender.logs();
        if (log != logged) {
            logged = log;
            leftToLog = gap(log);
        }
        boolean counts = --left <= 0;
        if (counts || (log != 0 && leftToLog <= 1)) {
            draw(query, size, counts, log != 0 && --leftToLog <= 0);
        } else if (log != 0) {
            leftToLog--;
        }
    }

    private void draw(Query query, int size, boolean counts, boolean logs) {
        int weight = counts ? drawn : 0;
        int line = logs ? logged : 0;
        if (counts) {
            drawn = (int) EVERY.getOpaque(this);
            left = gap(drawn);
        }
        if (logs) {
            leftToLog = gap(logged);
        }
        if (weight == 0 && line == 0) {
            return;
        }
        long at = (long) WRITTEN.get(this);
        long waiting = at - (long) READ.getAcquire(this);
        if (waiting >= SLOTS) {
            full(weight, logs);
            return;
        }
        if (slots.length == 0) {
            slots = made();
        }
        slots[(int) at & SLOTS - 1].fill(query, size, lender.nanos(), weight, line);
        WRITTEN.setRelease(this, at + 1);
        if (waiting == SLOTS / 2) {
            lender.wake();
        }
    }

    private void full(int weight, boolean logs) {
        lost.add(weight, logs ? 1 : 0);
        if (weight > 0) {
            // The reader is behind: it says soon how many are enough.
            drawn = Math.min(drawn * 2, RAREST);
            left = gap(drawn);
        }
    }

    private static Sample[] made() {
        var made = new Sample[SLOTS];
        for (int i = 0; i < SLOTS; i++) {
            made[i] = new Sample();
        }
        return made;
    }

    private int gap(int mean) {
        return mean <= 1 ? 1 : random.nextInt(1, 2 * mean);
    }

    /** Takes all that lies there. By the thread beside. */
    void drain(Reader reader) {
        long from = (long) READ.get(this);
        long to = (long) WRITTEN.getAcquire(this);
        try {
            for (long i = from; i < to; i++) {
                Sample sample = slots[(int) i & SLOTS - 1];
                stood += sample.weight();
                reader.take(sample, transport);
                sample.forget();
            }
        } finally {
            READ.setRelease(this, to);
        }
    }

    /** So rarely it draws from now on. By the thread beside. */
    void draws(int rare) {
        EVERY.setOpaque(this, Math.clamp(rare, 1, RAREST));
    }

    /** Queries that all samples so far stood for. By the thread beside. */
    long stood() {
        return stood;
    }

    Lost lost() {
        return lost;
    }

    /** Sees samples; each is valid during the call. */
    interface Reader {
        void take(Sample sample, String transport);
    }
}
