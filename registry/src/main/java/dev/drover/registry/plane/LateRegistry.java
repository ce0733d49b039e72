package dev.drover.registry.plane;

import dev.drover.plane.Ticker;
import dev.drover.registry.Contact;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.ensemble.Belonging;
import dev.drover.registry.ensemble.Coordinators;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.Presence;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A registry whose store may come up later than the node, because its folder cannot be used yet. Until then nothing can be written
 * and nothing is known, which is said, rather than that there is nothing.
 */
final class LateRegistry implements Registry, AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.drover.registry");
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Source source;
    private volatile Coordinators coordinators;
    private final Ticker ticker;
    private final long began;
    private final Replica replica = new Replica();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Store store;
    private volatile String trouble = "";
    private @Nullable Trouble last;
    private volatile boolean known;
    private @Nullable Thread trying;

    /** Opens the store: what has to run here for it, and who speaks with it. */
    interface Source {
        /**
         * Opens it now.
         *
         * @param replica filled by the registry of what is returned
         */
        Store open(Coordinators coordinators, Replica replica) throws IOException, InterruptedException;
    }

    /**
     * An open store.
     *
     * @param beneath closed after the registry
     */
    record Store(ZooKeeperRegistry registry, Presence presence, Coordinator beneath) {
        void close() {
            registry.close();
            beneath.close();
        }
    }

    LateRegistry(Coordinators coordinators, Source source, Ticker ticker) {
        this.coordinators = coordinators;
        this.source = source;
        this.ticker = ticker;
        this.began = ticker.nanos();
    }

    /** Opens it now, or not at all. */
    void open() throws IOException, InterruptedException {
        var used = coordinators;
        store = source.open(used, replica);
        if (coordinators != used) {
            want(coordinators);
        }
    }

    /** From now on it is kept by others, or by the same and others: see {@link Keeping}. */
    void want(Coordinators others) {
        coordinators = others;
        Store now = store;
        if (now != null && now.beneath() instanceof Belonging belonging) {
            belonging.want(others.members());
            now.registry().connectTo(belonging.connect());
        }
    }

    /** What this node has to do with an ensemble of Drover's own; empty where it has nothing to do with one, or not yet. */
    Optional<Belonging> belonging() {
        Store now = store;
        return now != null && now.beneath() instanceof Belonging belonging ? Optional.of(belonging) : Optional.empty();
    }

    /** Opens it now, or as soon as that can be done. */
    void openSomeTime() throws InterruptedException {
        if (!tried()) {
            LOG.log(Level.ERROR, "the node goes on without its registry, which is tried again: {0}", trouble);
            trying = Thread.ofVirtual().name("registry-opening").start(this::keepTrying);
        }
    }

    private boolean tried() throws InterruptedException {
        try {
            open();
            trouble = "";
            return true;
        } catch (IOException e) {
            trouble = Trouble.words(e);
            return false;
        }
    }

    private void keepTrying() {
        try {
            while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (tried()) {
                        LOG.log(Level.INFO, "the registry has opened its store");
                        return;
                    }
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "the registry was not opened, which is tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the state is what was written before this node began, or later. */
    boolean isRead() {
        Store now = store;
        return now != null && now.registry().isKnown();
    }

    /** The state is read, and this node is in it: questions may be answered. */
    void known() {
        known = true;
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    /** Waits until the state is read, if the store is open. Whether it came to that. */
    boolean awaitRead(Duration atMost) throws InterruptedException {
        Store now = store;
        return now != null && now.registry().awaitCaughtUp(atMost);
    }

    /** Which nodes are there, by name in lower case; empty where nobody can tell. */
    Set<String> present() throws InterruptedException {
        Store now = store;
        return now == null ? Set.of() : now.presence().look();
    }

    /** What each of them tells of itself; nothing where that cannot be asked. */
    Map<String, Presence.Shown> details() throws InterruptedException {
        Store now = store;
        return now == null || !now.registry().contact().leader()
                ? Map.of()
                : now.presence().details();
    }

    /** Who left for good. */
    List<Presence.Left> left() {
        Store now = store;
        return now == null ? List.of() : now.presence().left();
    }

    /** Notes that a node left for good. */
    void farewell(String node, String address) throws InterruptedException {
        Store now = store;
        if (now != null) {
            boolean _ = now.presence().farewell(node, address);
        }
    }

    /** Forgets who left before a moment. */
    void forgetLeft(Instant before) throws InterruptedException {
        Store now = store;
        if (now != null) {
            now.presence().forget(before);
        }
    }

    /** Why there is no store, or what keeps this node from doing its part in it. Looked at every second, it knows since when. */
    synchronized Optional<Trouble> trouble() {
        String words = words().orElse("");
        if (words.isEmpty()) {
            last = null;
        } else if (last == null || !last.words().equals(words)) {
            last = new Trouble(words, ticker.instant());
        }
        return Optional.ofNullable(last);
    }

    private Optional<String> words() {
        Store now = store;
        return now == null
                ? Optional.of(trouble).filter(t -> !t.isEmpty())
                : now.registry().trouble().or(now.beneath()::trouble);
    }

    @Override
    public Replica replica() {
        return replica;
    }

    private ZooKeeperRegistry writable() throws Unavailable {
        Store now = store;
        if (now == null) {
            throw new Unavailable(trouble, false);
        }
        return now.registry();
    }

    @Override
    public Outcome apply(Command command) throws Unavailable, InterruptedException {
        return writable().apply(command);
    }

    @Override
    public void consistent() throws Unavailable, InterruptedException {
        writable().consistent();
    }

    @Override
    public Contact contact() {
        Store now = store;
        return now == null
                ? new Contact(false, Duration.ofNanos(ticker.nanos() - began))
                : now.registry().contact();
    }

    @Override
    public void close() {
        closed.countDown();
        if (trying != null) {
            try {
                trying.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Store now = store;
        if (now != null) {
            now.close();
        }
    }
}
