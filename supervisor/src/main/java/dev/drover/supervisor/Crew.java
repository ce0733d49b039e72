package dev.drover.supervisor;

import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.plane.Processes;
import dev.drover.supervisor.process.Ports;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one service, led to what is wanted: as many, started by the newest declaration, replaced one at a time.
 *
 * <p>Those that are missing are begun at once; all that takes time is done by one thread, which looks again whenever
 * something changed.
 */
final class Crew {
    /** What the board calls the source of these instances. */
    static final String SOURCE = "supervisor";

    private static final System.Logger LOG = System.getLogger(Crew.class.getName());

    /** Processes that take longer to end than this are spoken of. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String service;
    private final Workshop shop;
    private final Bell bell;
    private final Drain drain;
    private final Roll roll;
    private final Renewal renewal;

    /** By number. Guarded by itself; {@link #listed} is its copy for readers. */
    private final TreeMap<Integer, Keeper> keepers = new TreeMap<>();

    private volatile List<Keeper> listed = List.of();

    /** Held by whoever replaces or removes: the thread of this crew, or a restart. */
    private final ReentrantLock hands = new ReentrantLock();

    private volatile @Nullable Wanted wanted;
    private volatile boolean declared = true;
    private volatile boolean closing;

    /** Something waits for what is measured: each generation of the board is a reason to look again. */
    private volatile boolean waitsForHealth;

    Crew(String service, Workshop shop) {
        this.service = service;
        this.shop = shop;
        this.bell = new Bell(shop.ticker());
        this.drain = new Drain(shop, bell);
        this.roll = new Roll(this, shop, bell, drain);
        this.renewal = new Renewal(this, shop, roll);
        Thread.ofVirtual().name("crew " + service).start(this::lead);
    }

    /**
     * @param now null if Drover shall run none
     * @param stillDeclared the service exists, with addresses perhaps
     */
    void want(@Nullable Wanted now, boolean stillDeclared) {
        declared = stillDeclared;
        if (Objects.equals(now, wanted)) {
            return;
        }
        wanted = now;
        if (now != null) {
            listed.forEach(k -> k.retime(now));
            add(now);
        }
        bell.ring();
    }

    @Nullable
    Wanted wanted() {
        return wanted;
    }

    List<Keeper> keepers() {
        return listed;
    }

    String service() {
        return service;
    }

    Optional<Processes.Rollout> rollout() {
        return renewal.rollout();
    }

    boolean closing() {
        return closing;
    }

    /** On any thread, under the board's lock. */
    void observe(ServiceState state) {
        for (Keeper keeper : listed) {
            state.instance(keeper.id().instance())
                    .filter(Keeper::countsAsUp)
                    .ifPresent(i -> keeper.up(i.address().getPort()));
        }
        if (waitsForHealth) {
            bell.ring();
        }
    }

    private void add(Wanted now) {
        synchronized (keepers) {
            int before = keepers.size();
            try {
                for (int number = 1; number <= now.count(); number++) {
                    add(number, now);
                }
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.ERROR, "{0}: {1}", service, e.getMessage());
            }
            if (keepers.size() != before) {
                publish();
            }
        }
    }

    Keeper add(int number, Wanted now) {
        synchronized (keepers) {
            return keepers.computeIfAbsent(number, n -> {
                var id = new InstanceId(service, service + "-" + n);
                var keeper = new Keeper(id, now, shop, this::publish, bell);
                keeper.begin(now);
                return keeper;
            });
        }
    }

    /** A number that no instance has. */
    int spareNumber(Wanted now) {
        synchronized (keepers) {
            return Math.max(now.count(), keepers.isEmpty() ? 0 : keepers.lastKey()) + 1;
        }
    }

    /** Tells the board where the instances are now. */
    void publish() {
        synchronized (keepers) {
            listed = List.copyOf(keepers.values());
            if (!closing) {
                var known = new ArrayList<Change.Known>();
                for (Keeper keeper : listed) {
                    var address = new InetSocketAddress(Ports.ADDRESS, keeper.port());
                    known.add(new Change.Known(keeper.id().instance(), address, Instance.MANAGED, 1));
                }
                boolean forgotten = known.isEmpty() && !declared;
                shop.board().apply(forgotten ? new Change.Gone(service) : new Change.Found(service, SOURCE, known));
            }
        }
    }

    private void lead() {
        try {
            long ring = 0;
            while (!closing) {
                ring = bell.after(ring);
                tend();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend() throws InterruptedException {
        hands.lockInterruptibly();
        try {
            Wanted now = wanted;
            if (closing) {
                return;
            }
            if (now != null) {
                add(now);
            }
            boolean kept = !retireSurplus(now);
            if (now != null) {
                renewal.replaceOutdated(now);
            }
            waitsForHealth = kept || renewal.rollout().isPresent();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, service, e);
        } finally {
            hands.unlock();
        }
    }

    private List<Keeper> surplus(@Nullable Wanted now) {
        synchronized (keepers) {
            return List.copyOf(
                    keepers.tailMap(now == null ? 0 : now.count(), false).values());
        }
    }

    /**
     * Ends what is more than wanted, and says whether it did. Where one of those serves and none of the wanted does, which may be
     * one that a replacement left broken, they stay until one does.
     */
    boolean retireSurplus(@Nullable Wanted now) throws InterruptedException {
        List<Keeper> leaving = surplus(now);
        if (now != null && leaving.stream().anyMatch(roll::serves)) {
            List<Keeper> staying =
                    listed.stream().filter(k -> !leaving.contains(k)).toList();
            if (staying.stream().anyMatch(drain::isMeantToServe)
                    && staying.stream().noneMatch(roll::serves)) {
                return false;
            }
        }
        retire(leaving);
        return true;
    }

    /** Drains all of them at the same time, stops them, and forgets them. */
    private void retire(List<Keeper> leaving) throws InterruptedException {
        if (leaving.isEmpty()) {
            return;
        }
        List<InstanceId> ids = leaving.stream().map(Keeper::id).toList();
        ids.forEach(id -> drain.ask(id, "no longer wanted"));
        Duration longest =
                leaving.stream().map(Keeper::drain).max(Duration::compareTo).orElseThrow();
        drain.await(ids, longest, () -> closing);
        leaving.forEach(Keeper::end);
        while (!closing && !bell.until(() -> leaving.stream().allMatch(Keeper::isStopped), PATIENCE)) {
            LOG.log(System.Logger.Level.WARNING, "{0}: still waits for processes that were told to end", service);
        }
        if (!closing) {
            forget(leaving);
        }
    }

    /** In one step: a number that is wanted again meanwhile must be seen gone before, or it would inherit the drain. */
    private void forget(List<Keeper> gone) {
        synchronized (keepers) {
            keepers.values().removeAll(gone);
            publish();
        }
        gone.forEach(Keeper::dismiss);
    }

    /** See {@link Processes#restart}. */
    Processes.Restarted restart(Consumer<Processes.Step> progress) throws InterruptedException {
        hands.lockInterruptibly();
        try {
            return renewal.restart(wanted, progress);
        } finally {
            hands.unlock();
            bell.ring();
        }
    }

    /** Takes no more wishes and tells all processes to end. */
    void end() {
        closing = true;
        listed.forEach(Keeper::endForGood);
        bell.ring();
    }

    void kill() {
        listed.forEach(Keeper::kill);
    }

    /** Ends the threads; everything is stopped, or was given up. */
    void dismiss() {
        closing = true;
        listed.forEach(Keeper::dismiss);
        bell.ring();
    }

    /** Nothing runs, and nothing is wanted: it is not needed any more, and the board has been told its last word. */
    boolean dismissIfDone() {
        synchronized (keepers) {
            boolean done = wanted == null && listed.isEmpty();
            if (done) {
                dismiss();
            }
            return done;
        }
    }

    boolean isStopped() {
        return listed.stream().allMatch(Keeper::isStopped);
    }

    Bell bell() {
        return bell;
    }
}
