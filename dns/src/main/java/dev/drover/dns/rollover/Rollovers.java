package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.sign.Entries;
import dev.drover.plane.KeySteps;
import dev.drover.plane.KeySteps.NotAgreed;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Refused;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Has keys follow each other: takes the next step of each zone when it is time, and says who waits for whom. Safe for all threads. */
public final class Rollovers {
    private static final Logger LOG = System.getLogger(Rollovers.class.getName());

    /** How often the zone above is asked while it is waited for. */
    static final Duration BETWEEN = Duration.ofMinutes(5);

    /** After a step that could not be taken. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** So many zones at once, and so many of which the zone above is asked. */
    private static final int MOST = 16;

    private final Steps steps;
    private final Ticker ticker;
    private final Looks looks;
    private final Executor workers;
    private final Semaphore room = new Semaphore(MOST);
    private final Reasons reasons;
    private final Acquaintance acquaintance = new Acquaintance();
    private final Map<DnsName, Work> works = new ConcurrentHashMap<>();
    private volatile Wanted wanted = Wanted.since(Instant.MIN, Map.of(), Map.of(), false);
    private Map<DnsName, Succession> told = Map.of();
    private Map<DnsName, Integer> unheard = Map.of();

    /**
     * For zones of one node.
     *
     * @param agreed what nodes that share a registry have in common
     * @param folder where the file is that remembers it all
     * @param workers run what may take long
     */
    public Rollovers(KeySteps agreed, Ticker ticker, Path folder, Above above, Executor workers) {
        this.steps = new Steps(agreed, folder);
        this.ticker = ticker;
        this.looks = new Looks(above, MOST);
        this.reasons = new Reasons(steps, looks, ticker);
        this.workers = workers;
    }

    /**
     * What is being done for a zone, or was.
     *
     * @param next nothing is begun before, by the monotonic clock
     * @param trouble why it could not be done, or empty
     */
    private record Work(boolean running, long next, String trouble) {}

    /** One thing to do for a zone; says when the next one may be begun. */
    @FunctionalInterface
    private interface Task {
        Duration run() throws NotAgreed;
    }

    /** Reads what is remembered, once. */
    public void open() throws IOException {
        steps.open();
    }

    /**
     * A model is in force.
     *
     * @param byHand zones that are signed with keys of which the operator says when they change, and the numbers of these
     * @param shared whether the nodes that run it share a registry
     */
    public void use(Collection<Watched> zones, Map<DnsName, List<Integer>> byHand, boolean shared) {
        var watched = new LinkedHashMap<DnsName, Watched>();
        zones.forEach(z -> watched.put(z.zone(), z));
        wanted = Wanted.since(ticker.instant(), watched, byHand, shared);
        looks.keep(watched.keySet());
        works.keySet().removeIf(zone -> !watched.containsKey(zone) && !byHand.containsKey(zone));
    }

    /** How far a zone has got; empty where nobody knows. */
    public Optional<Succession> of(DnsName zone) {
        return steps.of(zone);
    }

    /**
     * The keys of a zone at a moment; empty where those that are known here may be out of use.
     *
     * @param lifetime of its keys
     * @param shared whether others may have gone on without this node
     */
    public Optional<Entries> entries(Succession at, Duration lifetime, boolean shared, Instant now) {
        int more = shared ? Unheard.keys(at, lifetime, steps.heard(), now) : 0;
        return Unheard.entries(at, lifetime, now, more);
    }

    /** Hears what others agreed on, and has done what is to be done. Whether a zone has other keys since the last call. */
    public boolean tick() {
        Wanted now = wanted;
        if (now.zones().isEmpty() && now.byHand().isEmpty()) {
            return false;
        }
        if (now.shared()) {
            steps.hear(ticker.instant());
        }
        acquaintance.meet(steps.known(), ticker.nanos());
        if (!now.shared() || steps.isRead()) {
            now.zones().keySet().forEach(zone -> stands(zone, now));
            now.byHand().keySet().forEach(zone -> stands(zone, now));
        }
        now.zones().values().stream()
                .filter(zone -> isDue(zone, now))
                .forEach(zone -> begin(zone.zone(), () -> advance(zone, now)));
        now.byHand().keySet().stream()
                .filter(zone -> of(zone).filter(s -> now.isHandedOver(zone, s)).isPresent())
                .forEach(zone -> begin(zone, () -> handOver(zone, now)));
        return isMoved(steps.known(), unheard(now));
    }

    private synchronized boolean isMoved(Map<DnsName, Succession> latest, Map<DnsName, Integer> missed) {
        boolean moved = latest != told || !missed.equals(unheard);
        missed.forEach((zone, more) -> {
            if (!more.equals(unheard.get(zone))) {
                LOG.log(
                        Level.WARNING,
                        "keys of {0}: {1} (since {2})",
                        zone,
                        Reasons.unheard(more),
                        reasons.since(wanted));
            }
        });
        told = latest;
        unheard = missed;
        return moved;
    }

    /** Zones with keys to which others may have changed unheard, and how many these are. */
    private Map<DnsName, Integer> unheard(Wanted now) {
        var missed = new HashMap<DnsName, Integer>();
        if (now.shared()) {
            now.zones()
                    .forEach((origin, zone) -> of(origin)
                            .map(at -> Unheard.keys(at, zone.lifetime(), steps.heard(), ticker.instant()))
                            .filter(more -> more > 0)
                            .ifPresent(more -> missed.put(origin, more)));
        }
        return missed;
    }

    /** Remembers what there was when the model came in force; what this node itself was about to say before counts as well. */
    private void stands(DnsName zone, Wanted now) {
        Work work = works.get(zone);
        if (work == null || !work.running()) {
            now.stands(zone, of(zone).map(Succession::step).orElse(0L));
        }
    }

    private boolean isDue(Watched zone, Wanted wants) {
        Succession at = of(zone.zone()).orElse(null);
        if (wants.shared() && !steps.isRead()) {
            return false; // Nothing can be agreed on, nor does anybody know what there is.
        }
        if (at == null || (wants.shared() && steps.isUntold(zone.zone()))) {
            return true;
        }
        if (at.isByHand()) {
            return wants.isTakenOver(zone.zone(), at)
                    && at.takenOver(ticker.instant()).isPresent();
        }
        Instant now = ticker.instant();
        return (at.isAsked(now) && !zone.parents().isEmpty())
                || next(zone, at, null).isPresent();
    }

    private void begin(DnsName zone, Task task) {
        Work before = works.get(zone);
        if (before != null && (before.running() || ticker.nanos() - before.next() < 0)) {
            return;
        }
        String trouble = before == null ? "" : before.trouble();
        works.put(zone, new Work(true, ticker.nanos(), trouble));
        workers.execute(() -> {
            Work after = new Work(false, ticker.nanos() + AGAIN.toNanos(), "failed; the log says more");
            try {
                after = done(task);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "keys of " + zone + " do not get on", e);
            } finally {
                works.put(zone, after);
            }
        });
    }

    private Work done(Task task) {
        try {
            Duration wait = task.run();
            return new Work(false, ticker.nanos() + wait.toNanos(), "");
        } catch (NotAgreed e) {
            return new Work(false, ticker.nanos() + AGAIN.toNanos(), String.valueOf(e.getMessage()));
        }
    }

    private Duration advance(Watched zone, Wanted wants) throws NotAgreed {
        DnsName origin = zone.zone();
        boolean shared = wants.shared();
        Succession at = of(origin).orElse(null);
        if (at == null) {
            take(origin, Succession.first(zone.first(), ticker.instant()), shared);
            return Duration.ZERO;
        }
        if (shared && steps.isUntold(origin)) {
            tell(origin);
            return AGAIN;
        }
        if (at.isByHand()) {
            Optional<Succession> next =
                    wants.isTakenOver(origin, at) ? at.takenOver(ticker.instant()) : Optional.empty();
            if (next.isPresent()) {
                take(origin, next.get(), shared);
            }
            return Duration.ZERO;
        }
        Look look = at.isAsked(ticker.instant()) && !zone.parents().isEmpty() ? looks.at(zone, at.key() + 1) : null;
        Optional<Succession> next = next(zone, at, look);
        if (next.isPresent()) {
            take(origin, next.get(), shared);
        }
        return look == null ? Duration.ZERO : BETWEEN;
    }

    /** What follows by now. The old key goes only if this node has measured, and not only read from a clock, that it was there for long enough. */
    private Optional<Succession> next(Watched zone, Succession at, @Nullable Look look) {
        return at.next(ticker.instant(), zone.lifetime(), look)
                .filter(next -> next.key() == at.key() || isKnownForLong(zone.zone(), at));
    }

    private boolean isKnownForLong(DnsName zone, Succession at) {
        return at.stage() instanceof Succession.Stage.Vouched vouched
                && acquaintance.isLong(zone, vouched, ticker.nanos());
    }

    private Duration handOver(DnsName zone, Wanted wants) throws NotAgreed {
        Succession at = of(zone).orElseThrow();
        if (wants.isHandedOver(zone, at)) {
            List<Integer> numbers = wants.byHand().getOrDefault(zone, List.of());
            take(zone, at.handedOver(numbers, ticker.instant()), wants.shared());
        }
        return AGAIN;
    }

    private void tell(DnsName zone) throws NotAgreed {
        room.acquireUninterruptibly();
        try {
            steps.tell(zone);
        } finally {
            room.release();
        }
    }

    private boolean take(DnsName zone, Succession next, boolean shared) throws NotAgreed {
        boolean taken;
        room.acquireUninterruptibly();
        try {
            taken = steps.take(zone, next, shared);
        } finally {
            room.release();
        }
        if (taken) {
            acquaintance.meet(steps.known(), ticker.nanos());
            LOG.log(Level.INFO, "keys of {0}: step {1}, {2}", zone, Long.toString(next.step()), next.text());
        }
        return taken;
    }

    /**
     * Somebody says that the zone above vouches for the next key.
     *
     * @return what follows, in words
     */
    public String seen(DnsName zone, String by) throws Refused {
        Wanted now = wanted;
        Watched watched = now.zones().get(zone);
        if (watched == null) {
            throw new Refused(
                    Refused.Cause.UNKNOWN,
                    zone
                            + " is no zone whose keys follow each other by themselves\n  fix: sign: {ksk-lifetime: 8760h}, or a zone of: "
                            + now.zones().keySet());
        }
        Succession at = of(zone).orElse(null);
        Succession next = at == null ? null : at.seen(ticker.instant(), by).orElse(null);
        if (at == null || next == null) {
            throw new Refused(
                    Refused.Cause.CONFLICT,
                    "no key of " + zone
                            + " waits for the zone above\n  fix: drover dns keys says what each key does, and until when");
        }
        try {
            if (!take(zone, next, now.shared())) {
                throw new Refused(Refused.Cause.CONFLICT, "somebody else was faster: drover dns keys");
            }
        } catch (NotAgreed e) {
            throw new Refused(Refused.Cause.CONFLICT, e.getMessage() + "; the keys stay as they are");
        }
        int tag = watched.keys().apply(at.key()).tag();
        return "key " + tag + " of " + zone + " goes at " + ((Succession.Stage.Vouched) next.stage()).until();
    }

    /** Zones that wait for somebody: the zone above, the operator, or other nodes. */
    public List<Waiting> waiting() {
        return reasons.of(wanted, zone -> {
            Work work = works.get(zone);
            return work == null ? "" : work.trouble();
        });
    }
}
