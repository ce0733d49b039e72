package dev.drover.node;

import dev.drover.node.ModelStore.Kept;
import dev.drover.plane.SharedModels;
import dev.drover.plane.SharedModels.NotStored;
import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.SharedModels.Word;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has this node run what the nodes of its cluster agreed on, and tell them so. It looks at every news, and once a second besides.
 *
 * <p>Whoever comes first to an empty registry stores what it runs. Whoever sees first that a change was not confirmed in time takes
 * it back for all.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Follower.class.getName());

    private final SharedModels shared;
    private final Changes changes;
    private final String node;
    private final Ticker ticker;
    private final Storing storing;
    private final Taking taking;
    private final Deadlines deadlines;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;
    private @Nullable Wish wish;

    /** What {@code up} was told to apply, whatever the others run. */
    private record Wish(Source source, String author) {}

    /** Stores a model after another. */
    interface Storing {
        void store(Stored next, Source source, long after) throws Refused;
    }

    Follower(SharedModels shared, Changes changes, String node, Ticker ticker, Storing storing) {
        this.shared = shared;
        this.changes = changes;
        this.node = node;
        this.ticker = ticker;
        this.storing = storing;
        this.taking = new Taking(changes, ticker);
        this.deadlines = new Deadlines(ticker);
    }

    void begin() {
        shared.listen(bell::release);
        thread = Thread.ofVirtual().name("model-follower").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                boolean _ = bell.tryAcquire(1, TimeUnit.SECONDS);
                bell.drainPermits();
                try {
                    follow();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "the model of the cluster was not looked at, which is tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Taking taking() {
        return taking;
    }

    /** From now on this takes the place of what the others run, as soon as they can be asked. */
    synchronized void insist(Source source, String author) {
        wish = new Wish(source, author);
    }

    /** Runs a model here, and stores it for all before it does. */
    synchronized Version propose(Stored next, Source source) throws Refused {
        Version version = taking.propose(next, source, () -> storing.store(next, source, next.generation() - 1));
        tell(next);
        return new Version(
                version.generation(),
                version.author(),
                version.at(),
                version.how(),
                version.file(),
                version.confirmBy(),
                true,
                true);
    }

    /** This node took a model back by itself: what the others agreed on is looked at again when it can be. */
    synchronized void wentBack() {
        taking.forget();
    }

    /** Does now what there is to do. */
    synchronized void follow() {
        if (closed
                || !shared.isShared()
                || !shared.isKnown()
                || changes.newest().isEmpty()) {
            return;
        }
        Optional<Stored> newest = shared.all().stream().findFirst();
        if (newest.isEmpty()) {
            found();
        } else if (wish != null) {
            fulfil(wish, newest.get());
        } else if (!expired(newest.get())) {
            come(newest.get());
        }
    }

    /** What this node runs becomes what the cluster runs, unless somebody was quicker. */
    private void found() {
        Kept mine = changes.newest().orElseThrow();
        if (mine.confirmBy() != null || shared.silentSince().isPresent()) {
            return; // It may go again; or nothing can be stored now.
        }
        var first = new Stored(
                mine.generation(),
                node,
                mine.author(),
                mine.at().truncatedTo(ChronoUnit.MILLIS),
                mine.how(),
                mine.source().file(),
                null,
                0);
        boolean _ = store(first, mine.source(), 0);
    }

    private boolean store(Stored next, Source source, long after) {
        try {
            return shared.store(next, source, after);
        } catch (NotStored e) {
            LOG.log(Level.DEBUG, "generation {0} is stored later: {1}", next.generation(), e.getMessage());
            return false;
        }
    }

    private Stored next(Stored newest, String author, String how, Source source) {
        return new Stored(
                newest.generation() + 1,
                node,
                author,
                Changes.notBefore(newest.at(), ticker.instant().truncatedTo(ChronoUnit.MILLIS)),
                how,
                source.file(),
                null,
                newest.generation());
    }

    private void fulfil(Wish wanted, Stored newest) {
        wish = null;
        boolean there = shared.source(newest.generation())
                .filter(s -> s.texts().equals(wanted.source().texts()))
                .isPresent();
        if (there) {
            come(newest);
            return;
        }
        try {
            propose(next(newest, wanted.author(), "up", wanted.source()), wanted.source());
        } catch (Refused e) {
            LOG.log(Level.ERROR, "the file that up was told to apply is not applied: {0}", e.getMessage());
        }
    }

    /** Whether the newest is not to be taken, since it goes, for all. */
    private boolean expired(Stored newest) {
        if (!deadlines.isOver(newest) || shared.silentSince().isPresent()) {
            return false;
        }
        long back = newest.backTo();
        Optional<Source> source = shared.source(back);
        if (source.isEmpty()) {
            return false;
        }
        Stored next = next(newest, "drover", "not confirmed in time: back to " + back, source.get());
        if (store(next, source.get(), newest.generation())) {
            LOG.log(
                    Level.WARNING,
                    "generation {0} was not confirmed in time; all go back to {1}",
                    newest.generation(),
                    back);
        }
        return true;
    }

    private void come(Stored newest) {
        if (taking.isDue(newest)) {
            shared.source(newest.generation()).ifPresent(source -> taking.take(newest, source));
        } else {
            taking.settle(newest);
        }
        tell(newest);
    }

    private void tell(Stored newest) {
        Word word = taking.word(newest);
        boolean said =
                shared.told().stream().anyMatch(t -> t.node().equalsIgnoreCase(node) && Objects.equals(word, t.word()));
        if (word == null || said || shared.silentSince().isPresent()) {
            return;
        }
        try {
            shared.tell(node, word);
        } catch (NotStored e) {
            LOG.log(Level.DEBUG, "generation {0} is confirmed later: {1}", newest.generation(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        bell.release();
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
