package dev.drover.observe.fleet;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Printable;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Samples;
import dev.drover.observe.sample.Window;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Watches hosts over SSH: a connection each, some at the same time; a host that does not answer holds no other up. */
public final class Fleet {
    /** More hosts wait for their turn. */
    public static final int AT_ONCE = 16;

    static final int MOST_ROUNDS = 4000;

    /** For samples of all hosts that are watched at the same time. */
    private static final int BYTES_OF_SAMPLES = 64 << 20;
    /** A sample takes about such a part of what the frame took that it was made of: half a frame's bytes are paths. */
    private static final int SHARE_OF_SAMPLE = 2;

    private static final int LONGEST_REASON = 200;

    private final Ssh ssh;
    private final InstantSource wall;
    private final Patience patience;
    private final Room room = new Room(Room.SHARED);

    /**
     * How long hosts may take.
     *
     * @param look how often that is looked at
     * @param quiet the longest a host may tell nothing
     * @param more so much longer than the time to watch may all take: a host short of everything is slow to tell
     */
    record Patience(Duration look, Duration quiet, Duration more) {
        static final Patience USUAL =
                new Patience(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(30));

        Duration all(Duration span) {
            return span.plus(span.dividedBy(2)).plus(more);
        }
    }

    public Fleet(Ssh ssh, InstantSource wall) {
        this(ssh, wall, Patience.USUAL);
    }

    Fleet(Ssh ssh, InstantSource wall, Patience patience) {
        this.ssh = ssh;
        this.wall = wall;
        this.patience = patience;
    }

    /** Sees the tree of a host before it is read, such as to record it. */
    public interface Around {
        Tree around(Tree tree) throws IOException;
    }

    /** Takes each sample as it comes. */
    public interface Taker {
        void take(Sample sample) throws IOException;
    }

    /**
     * Watches one host.
     *
     * @throws IOException only of {@code around} and {@code taker}: a connection that breaks is told by the outcome
     * @return why it could not be watched, or a note on what went wrong after two samples, which is empty if nothing did
     */
    public Outcome watch(Destination host, Duration span, Around around, Taker taker)
            throws IOException, InterruptedException {
        return connection(host, span).run(around, taker);
    }

    private Connection connection(Destination host, Duration span) {
        return new Connection(host, ssh, span, patience, room, wall);
    }

    /** How watching a host ended. */
    public record Outcome(Optional<Visit.Unseen> unseen, String note) {}

    /**
     * Watches all of them and returns one visit for each, in the same order. A host is judged when it was watched, and its samples are
     * let go.
     *
     * @param most samples to judge each by
     * @param done is told of each visit as it ends, by one thread at a time
     */
    public List<Visit> watch(List<Destination> hosts, Duration span, int most, Consumer<Visit> done)
            throws InterruptedException {
        List<Callable<Visit>> tasks = hosts.stream()
                .<Callable<Visit>>map(host -> () -> {
                    Visit visit = visit(host, span, most, BYTES_OF_SAMPLES / Math.min(AT_ONCE, hosts.size()));
                    synchronized (this) {
                        done.accept(visit);
                    }
                    return visit;
                })
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().daemon().name("fleet-", 0).factory());
        try {
            List<Visit> visits = new ArrayList<>();
            for (Future<Visit> ended : pool.invokeAll(tasks)) {
                visits.add(result(ended));
            }
            return visits;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Visit result(Future<Visit> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whatever a host tells, it takes no other host's answer with it. */
    private Visit visit(Destination host, Duration span, int most, int bytes) throws InterruptedException {
        try {
            return judged(host, span, most, bytes);
        } catch (OutOfMemoryError e) {
            return new Visit.Unseen(
                    host,
                    "what it tells takes more memory than there is here",
                    "watch it alone and for a shorter time, or give more: DROVER_JAVA_OPTS=-Xmx4g");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return new Visit.Unseen(
                    host,
                    "what it tells cannot be judged: " + Printable.of(e.toString(), LONGEST_REASON),
                    "leave it out; drover record FILE --host " + host + " keeps what it tells, for a bug report");
        }
    }

    /** @param bytes for its samples: of a host that tells much, fewer are kept */
    private Visit judged(Destination host, Duration span, int most, int bytes)
            throws IOException, InterruptedException {
        var samples = new Samples(most);
        Connection connection = connection(host, span);
        Outcome outcome = connection.run(tree -> tree, sample -> {
            samples.add(sample);
            samples.narrow(bytes / (connection.bytes() / SHARE_OF_SAMPLE + 1));
        });
        if (outcome.unseen().isPresent()) {
            return outcome.unseen().get();
        }
        var window = new Window(samples.list());
        return new Visit.Seen(host, Judged.of(window), Figures.of(window), outcome.note());
    }
}
