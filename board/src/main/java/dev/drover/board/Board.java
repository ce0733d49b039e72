package dev.drover.board;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Holds the newest snapshot and makes the next one.
 *
 * <p>Changes are applied one batch at a time; each batch that changes something makes one generation, which is decided by the
 * rules and then handed to every watcher before the next batch begins. Watchers must be quick: they swap a table.
 */
public final class Board {
    private static final System.Logger LOG = System.getLogger(Board.class.getName());

    private final UnaryOperator<ServiceState> rules;
    private final InstantSource clock;
    private final List<Consumer<Snapshot>> watchers = new CopyOnWriteArrayList<>();
    private final Roster roster = new Roster();
    private final Past past = new Past();
    private final ArrayDeque<Snapshot> undelivered = new ArrayDeque<>();
    private boolean delivering;
    private volatile Snapshot now;

    /** @param rules decides the standing of each instance of one service, such as the floor rules of {@code policy} */
    public Board(UnaryOperator<ServiceState> rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.now = Snapshot.empty(clock.instant());
    }

    public Snapshot now() {
        return now;
    }

    /** Called with every new snapshot, and with the present one before this returns. */
    public synchronized void watch(Consumer<Snapshot> watcher) {
        watchers.add(watcher);
        watcher.accept(now);
    }

    public Snapshot apply(Change change) {
        return apply(List.of(change));
    }

    /** Applies all of them as one generation; none if nothing changes. A change of something unknown is left out. */
    public synchronized Snapshot apply(List<Change> changes) {
        Snapshot next = roster.next(now, changes, rules, clock.instant());
        if (next.generation() != now.generation()) {
            past.record(now, next);
            now = next;
            undelivered.add(next);
            deliver();
        }
        return now;
    }

    /** A watcher may change the board: what it brings is delivered after what it was called with, to all in the same order. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            for (Snapshot next = undelivered.poll(); next != null; next = undelivered.poll()) {
                for (Consumer<Snapshot> watcher : watchers) {
                    tell(watcher, next);
                }
            }
        } finally {
            delivering = false;
        }
    }

    /** One that fails must not keep the others from knowing. */
    private static void tell(Consumer<Snapshot> watcher, Snapshot next) {
        try {
            watcher.accept(next);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a watcher of the board failed with generation " + next.generation(), e);
        }
    }

    /** What happened to a service, oldest first; bounded per service. */
    public List<Event> past(String service) {
        return new ArrayList<>(past.of(service));
    }

    /** A plane runs this generation now; kept for the newest ones, so that a timeline can say when a change took effect. */
    public void confirm(String plane, long generation) {
        past.confirm(plane, generation, clock.instant());
    }

    /** By plane, when it confirmed the generation; empty for one that is too old. */
    public Map<String, Instant> confirmations(long generation) {
        return past.confirmations(generation);
    }

    /** Adds a line that is no change of the board itself, such as a process's restart. */
    public void note(Event event) {
        past.add(event);
    }
}
