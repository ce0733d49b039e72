package dev.drover.registry.bridge;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * From the catalog to the board: instances that registered themselves under the name of a service that takes such, and what their
 * checks say. What comes within a few dozen milliseconds goes together, as one generation. An instance is named
 * {@code NODE/ID}.
 */
public final class Arrivals implements AutoCloseable {
    /** Who knows these instances, on the board. */
    public static final String SOURCE = "registry";

    private static final Logger LOG = System.getLogger("dev.drover.registry.arrivals");
    private static final Duration TOGETHER = Duration.ofMillis(30);

    /** A large service takes longer to publish: then more goes together. */
    private static final int TIMES_AS_LONG = 4;

    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration NAMES_AGAIN = Duration.ofSeconds(30);

    private final Registry registry;
    private final Board board;
    private final Reports reports;
    private final Ticker ticker;
    private final Bell bell = new Bell();
    private final Names names = new Names(InetAddress::getByName, this::all);
    private final Replica.Listener listener = new News();
    private final Thread thread;

    /** Of those wanted, in lower case, which may have changed. */
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** By name in lower case, as the catalog compares it: the name that the file declares. */
    private volatile Map<String, String> wanted = Map.of();

    /** What is on the board, by declared name. Guarded by this. */
    private final Map<String, Map<InstanceId, Change.Known>> published = new HashMap<>();

    public Arrivals(Registry registry, Board board, Reports reports, Ticker ticker) {
        this.ticker = ticker;
        this.registry = registry;
        this.board = board;
        this.reports = reports;
        registry.replica().listen(listener);
        thread = Thread.ofVirtual().name("registry-arrivals").start(this::run);
    }

    /** Notes which of the wanted services are touched. */
    private final class News implements Replica.Listener {
        @Override
        public void changed(Set<Topic> topics) {
            boolean any = false;
            for (Topic topic : topics) {
                if (topic instanceof Topic.Service(String name) && wanted.containsKey(name)) {
                    any |= waiting.add(name);
                }
            }
            if (any) {
                bell.ring();
            }
        }

        @Override
        public void replaced() {
            all();
        }
    }

    private void all() {
        waiting.addAll(wanted.keySet());
        bell.ring();
    }

    /**
     * Those services take what registers, and no others. They have their instances when this returns.
     *
     * @param services all that are declared: one that is declared no more loses its instances later, by {@link #settle}
     */
    public synchronized void want(Set<String> registered, Set<String> services) {
        var byName = new HashMap<String, String>();
        registered.forEach(name -> byName.put(Topic.lower(name), name));
        wanted = Map.copyOf(byName);
        var changes = new ArrayList<Change>();
        for (String name : List.copyOf(published.keySet())) {
            if (!registered.contains(name) && services.contains(name)) {
                changes.add(new Change.Found(name, SOURCE, List.of()));
                forget(name);
            }
        }
        board.apply(changes);
        publish(wanted.keySet());
    }

    /** No route leads any more to services that are not declared now. */
    public synchronized void settle(Set<String> services) {
        var gone = new ArrayList<Change>();
        for (String name : List.copyOf(published.keySet())) {
            if (!services.contains(name)) {
                gone.add(new Change.Gone(name));
                forget(name);
            }
        }
        board.apply(gone);
    }

    private void forget(String service) {
        Map<InstanceId, Change.Known> known = published.remove(service);
        if (known != null) {
            known.keySet().forEach(reports::forget);
        }
    }

    /** Why an instance of a wanted service is not on the board whatever its checks say, or empty. */
    public String obstacle(Place place) {
        return !place.flaw().isEmpty() || names.of(place.host()).isPresent()
                ? place.flaw()
                : names.failure(place.host());
    }

    private void run() {
        long pause = TOGETHER.toNanos();
        try {
            while (true) {
                var _ = bell.await(NAMES_AGAIN);
                TimeUnit.NANOSECONDS.sleep(pause);
                long began = ticker.nanos();
                step();
                pause = Math.clamp((ticker.nanos() - began) * TIMES_AS_LONG, TOGETHER.toNanos(), LONGEST.toNanos());
            }
        } catch (InterruptedException e) {
            // Closed: what is on the board stays there.
        }
    }

    private void step() {
        Set<String> due = Set.copyOf(waiting);
        waiting.removeAll(due);
        if (due.isEmpty()) {
            names.refresh(hosts());
            return;
        }
        try {
            publish(due);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "registered instances did not come to the board", e);
        }
    }

    private Set<String> hosts() {
        State state = registry.state();
        var hosts = new HashSet<String>();
        for (String name : wanted.keySet()) {
            state.instances(name).forEach(s -> hosts.add(Place.of(state, s).host()));
        }
        return hosts;
    }

    /** Reports go first: an instance that comes is measured at once. */
    private synchronized void publish(Set<String> services) {
        State state = registry.state();
        var changes = new ArrayList<Change>();
        var gone = new ArrayList<InstanceId>();
        for (String lower : services) {
            String declared = wanted.get(lower);
            if (declared != null) {
                publish(state, declared, changes, gone);
            }
        }
        board.apply(changes);
        gone.forEach(reports::forget);
    }

    private void publish(State state, String name, List<Change> changes, List<InstanceId> gone) {
        var now = new LinkedHashMap<InstanceId, Change.Known>();
        for (Service service : state.instances(name)) {
            var id = new InstanceId(name, InstanceName.of(service));
            known(state, service, id).ifPresent(known -> {
                now.put(id, known);
                reports.report(id, Verdict.of(state, service));
            });
        }
        Map<InstanceId, Change.Known> before = published.put(name, now);
        if (!now.equals(before)) {
            changes.add(new Change.Found(name, SOURCE, List.copyOf(now.values())));
        }
        if (before != null) {
            before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(gone::add);
        }
    }

    private Optional<Change.Known> known(State state, Service service, InstanceId id) {
        Place place = Place.of(state, service);
        if (!place.flaw().isEmpty()) {
            return Optional.empty();
        }
        return names.of(place.host())
                .map(ip -> new Change.Known(
                        id.instance(),
                        new InetSocketAddress(ip, place.port()),
                        place.toString(),
                        weight(service, state.health(service))));
    }

    private static int weight(Service service, CheckStatus status) {
        int weight = status == CheckStatus.WARNING
                ? service.weights().warning()
                : service.weights().passing();
        return Math.max(1, weight);
    }

    /** What is on the board stays there. */
    @Override
    public void close() {
        registry.replica().deaf(listener);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
