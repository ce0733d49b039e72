package dev.drover.registry.bridge;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the board to the catalog: the instances of services that a file declares, as services of this node, each with a check that
 * says what this node measures.
 *
 * <p>Written is only what differs from what the catalog holds: instances that come and go, and a <em>change</em> of a health, together
 * with what else changed meanwhile. While nothing can be written, the newest state waits.
 */
public final class Declarations implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.drover.registry.declarations");
    private static final Duration TOGETHER = Duration.ofMillis(50);

    /** After so long everything is compared, should somebody have changed in the catalog what is declared. */
    private static final Duration COMPARE_ALL = Duration.ofSeconds(30);

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** One command stays far below what one entry of the log may hold. */
    private static final int AT_ONCE = 200;

    private final Registry registry;
    private final Node home;
    private final Predicate<InstanceId> mine;
    private final Ticker ticker;
    private final Bell bell = new Bell();
    private final Thread thread;
    private volatile boolean anew;
    private volatile Set<String> wanted = Set.of();
    private volatile @Nullable Snapshot latest;

    /** As last written, by name. Of the thread alone, as is what follows. */
    private final Map<String, ServiceState> written = new HashMap<>();

    /** Of which services the catalog was last looked through for what is not wanted; null for never. */
    private @Nullable Set<String> swept;

    private long compared;

    /**
     * Tells of instances that are declared.
     *
     * @param home the node they are told to be on
     * @param mine those that this node tells of; all others are somebody else's to tell of and to remove
     */
    public Declarations(Registry registry, Node home, Predicate<InstanceId> mine, Ticker ticker) {
        this.registry = registry;
        this.home = home;
        this.mine = mine;
        this.ticker = ticker;
        thread = Thread.ofVirtual().name("registry-declarations").start(this::run);
    }

    /** These services are told of, and no others. */
    public void want(Set<String> services) {
        wanted = Set.copyOf(services);
        bell.ring();
    }

    /** Which ones are to be told of by this node may be others now. */
    public void divide() {
        anew = true;
        bell.ring();
    }

    /** The older of two that come at once is left out. */
    public void observe(Snapshot snapshot) {
        synchronized (bell) {
            Snapshot before = latest;
            if (before == null || before.generation() < snapshot.generation()) {
                latest = snapshot;
            }
        }
        bell.ring();
    }

    /** Whether it is one of those that were told. */
    public boolean isOurs(Service service) {
        return service.node().equalsIgnoreCase(home.name()) && Told.isOurs(service);
    }

    /** The instance that one of those stands for. */
    public static String instance(Service ours) {
        return Told.instance(ours);
    }

    private static InstanceId id(Service ours) {
        return new InstanceId(ours.name(), Told.instance(ours));
    }

    private void run() {
        Duration pause = COMPARE_ALL;
        compared = ticker.nanos();
        try {
            while (true) {
                var _ = bell.await(pause);
                TimeUnit.NANOSECONDS.sleep(TOGETHER.toNanos());
                if (anew || ticker.nanos() - compared > COMPARE_ALL.toNanos()) {
                    forget();
                }
                pause = step() ? COMPARE_ALL : RETRY;
            }
        } catch (InterruptedException e) {
            // Closed: the catalog keeps what it was told.
        }
    }

    /** Everything is compared the next time. */
    private void forget() {
        anew = false;
        compared = ticker.nanos();
        written.clear();
        swept = null;
    }

    /** Whether all is written. */
    private boolean step() throws InterruptedException {
        Snapshot snapshot = latest;
        if (snapshot == null) {
            return true;
        }
        try {
            write(snapshot, wanted);
            return true;
        } catch (Unavailable e) {
            forget();
            LOG.log(Level.DEBUG, "what is declared waits to be told: {0}", e.getMessage());
        } catch (RuntimeException e) {
            forget();
            LOG.log(Level.ERROR, "what is declared was not told to the catalog", e);
        }
        return false;
    }

    private void write(Snapshot snapshot, Set<String> services) throws Unavailable, InterruptedException {
        if (!services.equals(swept)) {
            sweep(services);
            swept = services;
        }
        var news = new ArrayList<Told>();
        var changed = new ArrayList<ServiceState>();
        for (String name : services) {
            ServiceState now = snapshot.services().get(name);
            if (now != null && written.get(name) != now) {
                changed.add(now);
                compare(now, news);
            }
        }
        register(news);
        changed.forEach(now -> written.put(now.name(), now));
    }

    /** Removes what is told of services that are not wanted. */
    private void sweep(Set<String> services) throws Unavailable, InterruptedException {
        written.keySet().retainAll(services);
        for (Service service : registry.state().services(home.name())) {
            if (Told.isOurs(service) && !services.contains(service.name()) && mine.test(id(service))) {
                done(registry.apply(new Command.RemoveService(home.name(), service.id())));
            }
        }
    }

    /** Removes what is told of instances that are gone and of drains that are over, and adds to {@code news} what is not told yet. */
    private void compare(ServiceState service, List<Told> news) throws Unavailable, InterruptedException {
        State state = registry.state();
        var present = new HashSet<String>();
        for (Instance instance : service.instances()) {
            if (!mine.test(instance.id())) {
                continue;
            }
            var told = Told.of(home.name(), instance);
            present.add(told.service().id());
            if (!told.isIn(state)) {
                news.add(told);
            }
            for (Check check : state.checksOf(home.name(), told.service().id())) {
                if (told.checks().stream().noneMatch(c -> c.id().equals(check.id())) && Told.isOurs(check)) {
                    done(registry.apply(new Command.RemoveCheck(home.name(), check.id())));
                }
            }
        }
        for (Service known : state.instances(service.name())) {
            if (isOurs(known) && !present.contains(known.id()) && mine.test(id(known))) {
                done(registry.apply(new Command.RemoveService(home.name(), known.id())));
            }
        }
    }

    private void register(List<Told> news) throws Unavailable, InterruptedException {
        for (int from = 0; from < news.size(); from += AT_ONCE) {
            var services = new ArrayList<Service>();
            var checks = new ArrayList<Check>();
            for (Told told : news.subList(from, Math.min(from + AT_ONCE, news.size()))) {
                services.add(told.service());
                checks.addAll(told.checks());
            }
            done(registry.apply(new Command.Register(home, true, services, checks)));
        }
    }

    private static void done(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            LOG.log(Level.WARNING, "the catalog does not take what is declared: {0}", refused.message());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
