package dev.drover.health;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.health.check.Checks;
import dev.drover.health.check.Lane;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.plane.Deadline;
import dev.drover.plane.Evidence;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Probes;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/** The plane that measures: every instance on the board, as its service declares. */
public final class HealthPlane implements Plane {
    private static final ServiceState NOTHING = ServiceState.of("", List.of());

    private final Board board;
    private final Ticker ticker;
    private final List<Turns> lanes;
    private final SplittableGenerator random;
    private final Checks checks;
    private final Meters meters;
    private final Publisher publisher;
    private final Desks desks = new Desks(new EvidenceDesk(), new ReportDesk(), new VoteDesk(this::divide));
    private final Map<String, ServiceWatch> watches = new ConcurrentHashMap<>();
    /** States handed to the watches, to hand over only what changed. Guarded by this. */
    private final Map<String, ServiceState> handed = new HashMap<>();

    private Snapshot latest;
    private int nextLane;

    /** @param loops the services are spread over them */
    public HealthPlane(
            Board board, Ticker ticker, Loops loops, SplittableGenerator random, PrometheusRegistry metrics) {
        this(board, ticker, loops.all().stream().map(Lane::of).toList(), random, metrics, Checks.here());
    }

    HealthPlane(
            Board board,
            Ticker ticker,
            List<Lane> lanes,
            SplittableGenerator random,
            PrometheusRegistry metrics,
            Checks checks) {
        this.board = board;
        this.ticker = ticker;
        this.lanes = lanes.stream().map(Turns::new).toList();
        this.random = random;
        this.checks = checks;
        this.meters = new Meters(metrics, board);
        this.publisher = new Publisher(board, ticker);
        this.latest = board.now();
    }

    @Override
    public String name() {
        return "health";
    }

    /** The port through which live traffic reports. */
    public Evidence evidence() {
        return desks.evidence();
    }

    /** The port through which instances that bring their own checks are measured. */
    public Reports reports() {
        return desks.reports();
    }

    /** The port through which nodes measure together. */
    public Vantages vantages() {
        return desks.votes();
    }

    private void divide() {
        watches.values().forEach(watch -> watch.lane().execute(watch::divide));
    }

    /** The port through which measurements are explained. */
    public Probes probes() {
        return this::probed;
    }

    @Override
    public List<Problem> check(Model model) {
        return model.services().values().stream()
                .flatMap(s -> checks.check(s).stream())
                .toList();
    }

    @Override
    public Prepared prepare(Model model) throws NotPrepared {
        var plans = new LinkedHashMap<String, WatchPlan>();
        var problems = new ArrayList<Problem>();
        for (Service service : model.services().values()) {
            plans.put(service.name(), WatchPlan.of(service, checks.prepare(service, problems)));
        }
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
        return new Prepared() {
            @Override
            public void activate() {
                HealthPlane.this.activate(plans);
            }

            @Override
            public void discard() {
                // A plan holds nothing but values.
            }
        };
    }

    private void activate(Map<String, WatchPlan> plans) {
        synchronized (this) {
            watches.keySet().stream()
                    .filter(s -> !plans.containsKey(s))
                    .toList()
                    .forEach(this::stop);
            plans.forEach(this::use);
            hand(latest);
        }
        board.apply(
                plans.keySet().stream().map(s -> (Change) new Change.Decide(s)).toList());
    }

    private void stop(String service) {
        ServiceWatch watch = watches.remove(service);
        handed.remove(service);
        meters.forget(service);
        if (watch != null) {
            watch.lane().execute(watch::close);
        }
    }

    private void use(String service, WatchPlan plan) {
        ServiceWatch running = watches.get(service);
        if (running != null) {
            running.lane().execute(() -> running.use(plan));
            return;
        }
        var watch = new ServiceWatch(
                service,
                plan,
                lanes.get(nextLane++ % lanes.size()),
                ticker,
                random.split(),
                desks,
                meters.of(service),
                publisher::publish);
        watches.put(service, watch);
        watch.lane().execute(watch::start);
    }

    @Override
    public synchronized long observe(Snapshot snapshot) {
        latest = snapshot;
        hand(snapshot);
        return snapshot.generation();
    }

    private void hand(Snapshot snapshot) {
        watches.forEach((service, watch) -> {
            ServiceState state = snapshot.services().getOrDefault(service, NOTHING);
            if (!namesTheSame(state, handed.put(service, state))) {
                watch.lane().execute(() -> watch.take(state));
            }
        });
    }

    /** Most generations change only what is measured or wished, which is no news to a watch. */
    private static boolean namesTheSame(ServiceState now, @Nullable ServiceState before) {
        if (before == null || now.instances().size() != before.instances().size()) {
            return false;
        }
        for (int i = 0; i < now.instances().size(); i++) {
            Instance one = now.instances().get(i);
            Instance other = before.instances().get(i);
            if (!one.id().equals(other.id()) || !one.address().equals(other.address())) {
                return false;
            }
        }
        return true;
    }

    /** Asks on the lane of the service, from any thread. */
    private Optional<Probes.Probed> probed(InstanceId id) {
        ServiceWatch watch = watches.get(id.service());
        if (watch == null) {
            return Optional.empty();
        }
        if (watch.lane().isCurrent()) {
            return watch.probed(id);
        }
        var answer = new CompletableFuture<Optional<Probes.Probed>>();
        watch.lane().execute(() -> answer.complete(watch.probed(id)));
        try {
            return answer.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Measures nothing any more: whatever stops from now on is meant to. */
    @Override
    public synchronized void quiesce(Deadline deadline) {
        List.copyOf(watches.keySet()).forEach(this::stop);
    }

    @Override
    public synchronized void close() {
        List.copyOf(watches.keySet()).forEach(this::stop);
        publisher.close();
    }
}
