package dev.drover.registry.store;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import dev.drover.registry.state.Transition;
import dev.drover.registry.store.Snapshots.Snapshot;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * Who reads the log and makes states of it: one thread. ZooKeeper's watch tells it how far the log reaches; after each new
 * connection it asks for that itself, since a watch tells nothing of what happened without a connection.
 */
final class Applier {
    /** How many entries are asked for at once. */
    private static final int READ_AHEAD = 64;

    private static final long RETRY_MILLIS = 500;

    /** After a mistake of ours: reading all anew costs more than one entry. */
    private static final long MOST_MILLIS_BETWEEN = 30_000;

    private static final System.Logger LOG = System.getLogger(Applier.class.getName());

    private final Log log;
    private final Snapshots snapshots;
    private final Compactor compactor;
    private final Link link;
    private final Replica replica;
    private final BiConsumer<Codec.Entry, List<Outcome>> told;

    private final Watcher watcher = this::made;
    private final Semaphore wake = new Semaphore(0);
    private final Queue<CompletableFuture<Void>> catchUps = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Position> seen = new AtomicReference<>(Position.startOf(0));
    private volatile boolean relist;
    private volatile boolean stopped;
    private volatile @Nullable String trouble;
    private int mistakes;

    /** The last entry applied; null before a snapshot was loaded. */
    private @Nullable Position applied;

    private Writers writers = new Writers(Map.of());

    /** @param told learns of each entry applied, and the outcomes of its commands */
    Applier(
            Log log,
            Snapshots snapshots,
            Compactor compactor,
            Link link,
            Replica replica,
            BiConsumer<Codec.Entry, List<Outcome>> told) {
        this.log = log;
        this.snapshots = snapshots;
        this.compactor = compactor;
        this.link = link;
        this.replica = replica;
        this.told = told;
    }

    /** Why nothing is applied here any more, be it for now. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** There is a new connection. */
    void connected() {
        relist = true;
        wake.release();
    }

    /** This node appended an entry. To be followed by {@link #look}. */
    void appended(Position position) {
        var _ = see(position);
    }

    /** No append is under way any more. */
    void look() {
        wake.release();
    }

    /** Returns once everything is applied that was committed before the call, or this is closed. */
    void catchUp() throws InterruptedException {
        var done = new CompletableFuture<Void>();
        catchUps.add(done);
        wake.release();
        if (stopped) {
            done.complete(null);
        }
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Applies until closed, or until the log holds what this program cannot read. A mistake of ours ends nothing: it is told, and all is read
     * anew, at longer and longer intervals while that helps nothing.
     */
    void run() {
        try {
            while (!link.isClosed()) {
                boolean restless = relist || !catchUps.isEmpty();
                if (restless && link.isConnected()) {
                    var _ = wake.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    wake.acquire();
                }
                wake.drainPermits();
                try {
                    step();
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                    mistaken(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Codec.Unreadable e) {
            link.broken();
            trouble = "it stays as it is, for its log cannot be read on: " + e.getMessage()
                    + "\n  fix: run the newest version of Drover on all nodes";
            LOG.log(Level.ERROR, "the registry stays as it is, for its log cannot be read on: {0}", e.getMessage());
        } finally {
            stopped = true;
            catchUps.forEach(c -> c.complete(null));
        }
    }

    private void mistaken(Throwable e) throws InterruptedException {
        LOG.log(Level.ERROR, "the registry is read anew after a mistake of its own", e);
        trouble = "it is unusable here after a mistake of its own (" + e + "), and is read anew again and again"
                + "\n  fix: if that does not end, restart Drover, and see its log";
        link.behind();
        applied = null;
        relist = true;
        long pause = Math.min(MOST_MILLIS_BETWEEN, RETRY_MILLIS << Math.min(mistakes, 6));
        mistakes++;
        Thread.sleep(pause); // who closes this interrupts it
    }

    private void step() throws InterruptedException, Codec.Unreadable {
        if (!link.isConnected()) {
            return;
        }
        int asked = catchUps.size();
        try {
            if (relist || asked > 0) {
                relist = false;
                list();
                advance();
                link.caughtUp();
                trouble = null;
                mistakes = 0;
            } else {
                advance();
            }
            for (int i = 0; i < asked; i++) {
                catchUps.remove().complete(null);
            }
        } catch (KeeperException.NoNodeException e) {
            LOG.log(Level.INFO, "what was to be read is compacted away: the registry is read anew");
            applied = null;
            connected();
        } catch (KeeperException e) {
            LOG.log(Level.DEBUG, "the log cannot be read now: {0}", e.getMessage());
            relist = true;
        }
    }

    /** Asks how far the log reaches, and from now on to be told. */
    private void list() throws KeeperException, InterruptedException {
        log.prepare();
        seen.set(Position.startOf(0));
        log.watch(watcher);
        log.sync();
        var _ = see(log.newest());
        if (applied != null && applied.compareTo(seen.get()) > 0) {
            LOG.log(Level.WARNING, "the log ends before what was read of it: somebody put an older one back");
            applied = null;
        }
    }

    private void made(WatchedEvent event) {
        var path = event.getPath();
        if (event.getType() == Watcher.Event.EventType.NodeCreated && path != null) {
            var position = Log.position(path);
            // While an append is under way who appends wakes us, and with the entry in hand.
            if (position != null && see(position) && !log.isAppending()) {
                wake.release();
            }
        }
    }

    /** Whether that is news. */
    private boolean see(Position position) {
        var before = seen.getAndAccumulate(position, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        return before.compareTo(position) < 0;
    }

    private void advance() throws KeeperException, InterruptedException, Codec.Unreadable {
        var from = applied;
        if (from == null) {
            var snapshot = snapshots.load();
            replica.replace(snapshot.state());
            writers = new Writers(snapshot.writers());
            from = Position.startOf(snapshot.segment());
            applied = from;
        }
        while (from.compareTo(seen.get()) < 0 && !link.isClosed()) {
            var target = seen.get();
            boolean over = target.segment() > from.segment();
            read(from, over ? log.last(from.segment()) : target.entry());
            if (over) {
                applied = Position.startOf(from.segment() + 1);
                compactor.boundary(new Snapshot(from.segment() + 1, replica.state(), writers.all()));
            }
            from = Objects.requireNonNull(applied);
        }
    }

    /** Applies the entries of one segment after {@code from} up to {@code last}. */
    private void read(Position from, long last) throws KeeperException, InterruptedException, Codec.Unreadable {
        for (long first = from.entry() + 1; first <= last; first += READ_AHEAD) {
            long until = Math.min(last, first + READ_AHEAD - 1);
            long number = first;
            for (byte[] entry : log.read(from.segment(), first, until)) {
                apply(Codec.decode(entry));
                applied = new Position(from.segment(), number);
                compactor.grown(from.segment(), number + 1, entry.length);
                number++;
            }
        }
    }

    private void apply(Codec.Entry entry) {
        if (!writers.isNew(entry.writer(), entry.number())) {
            return;
        }
        var outcomes = new ArrayList<Outcome>();
        var touched = new HashSet<Topic>();
        State state = replica.state();
        for (var command : entry.commands()) {
            var next = apply(state, command, entry.at());
            state = next.state();
            outcomes.add(next.outcome());
            touched.addAll(next.touched());
        }
        try {
            replica.publish(state, touched);
        } finally {
            told.accept(entry, outcomes); // it is applied, whoever stumbles over the news
        }
    }

    /** A fault of ours must not end the registry: every node refuses the command alike. */
    private static Transition apply(State state, Command command, Instant at) {
        try {
            return Transition.of(state, command, state.index() + 1, at);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "a command failed by our own fault: " + command.getClass().getSimpleName(),
                    e);
            return Transition.refused(state, state.index() + 1, at, "internal error");
        }
    }
}
