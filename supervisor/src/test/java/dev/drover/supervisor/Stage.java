package dev.drover.supervisor;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.model.Balance;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Instances.Run;
import dev.drover.model.Model;
import dev.drover.model.Retry;
import dev.drover.model.Secret;
import dev.drover.model.Service;
import dev.drover.model.Where;
import dev.drover.plane.Deadline;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Ticker;
import dev.drover.plane.Traffic;
import dev.drover.supervisor.output.Logs;
import dev.drover.supervisor.process.Account;
import dev.drover.supervisor.process.Launches;
import dev.drover.supervisor.process.Leftovers;
import dev.drover.supervisor.process.Ports;
import dev.drover.supervisor.process.Spawner;
import dev.drover.supervisor.process.Tools;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A supervisor plane with a board, rules that follow measured and intent, and a health that finds up what a test says.
 * Processes are real.
 */
final class Stage implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    /** As the default, with an interval that a test can wait for. */
    private static final Health QUICK = quick(Health.DEFAULT);

    final PrometheusRegistry registry = new PrometheusRegistry();
    final Map<InstanceId, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    final List<Snapshot> generations = new CopyOnWriteArrayList<>();
    final Board board;
    final SupervisorPlane plane;
    final Path data;

    /** What health finds up as soon as it is found; all by default. */
    volatile Predicate<Instance> healthy = i -> true;

    /** Every process has passed so many checks. */
    volatile int passes = 2;

    /** The gateway sends requests to what is in service, unless a test says that it does not. */
    volatile boolean served = true;

    /** Longest drain of {@link #run}. */
    volatile Duration drain = Duration.ofSeconds(5);

    private final Traffic traffic = new Traffic() {
        @Override
        public int inFlight(InstanceId id) {
            return inFlight.getOrDefault(id, new AtomicInteger()).get();
        }

        @Override
        public boolean serves(InstanceId id, int port) {
            return served
                    && board.now()
                            .instance(id)
                            .filter(i -> i.standing().isIn() && i.address().getPort() == port)
                            .isPresent();
        }
    };
    private final Ticker ticker = Ticker.system();
    private final ExecutorService health = Executors.newSingleThreadExecutor();

    Stage(Path data) {
        this(data, Account.Self.now());
    }

    Stage(Path data, Account.Self self) {
        this.data = data;
        this.board = new Board(Stage::decide, ticker);
        var backoff =
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(500), 3, new Random(1));
        var shop = new Workshop(
                board,
                traffic,
                this::probed,
                ticker,
                new Spawner(),
                new Ports(),
                new Leftovers(data.resolve("run"), ticker),
                new Logs(data.resolve("logs"), ticker),
                backoff);
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
        this.plane = new SupervisorPlane(
                shop, new Launches(Map.of("PATH", path, "SECRET", "s3cret"), self, Tools.find(path)), registry);
        board.watch(plane::observe);
        board.watch(this::seen);
    }

    private void seen(Snapshot snapshot) {
        generations.add(snapshot);
        health.execute(this::measure);
    }

    /** Measures what the newest snapshot holds. */
    void measure() {
        for (ServiceState state : board.now().services().values()) {
            for (Instance i : state.instances()) {
                if (i.measured().state() == Measured.State.UNKNOWN && healthy.test(i)) {
                    var up = new Measured(Measured.State.UP, ticker.instant(), "checked");
                    board.apply(new Change.Measure(i.id(), up));
                }
            }
        }
    }

    private Optional<Probes.Probed> probed(InstanceId id) {
        var result = new Probes.Result(ticker.instant(), Duration.ofMillis(1), true, "checked");
        return Optional.of(new Probes.Probed(
                "check", Collections.nCopies(passes, result), "", Optional.empty(), Probes.Live.NONE));
    }

    void measure(InstanceId id, Measured.State state, String why) {
        board.apply(new Change.Measure(id, new Measured(state, ticker.instant(), why)));
    }

    private static ServiceState decide(ServiceState state) {
        List<Instance> decided = state.instances().stream()
                .map(i -> i.with(new Standing(verdict(i), "decided")))
                .toList();
        return new ServiceState(state.name(), decided, state.mode(), state.why());
    }

    private static Standing.Verdict verdict(Instance i) {
        return switch (i.intent().wish()) {
            case DRAINING -> Standing.Verdict.DRAINING;
            case FORCED_DOWN -> Standing.Verdict.OUT;
            case FORCED_UP -> Standing.Verdict.IN;
            case IN_SERVICE -> i.measured().isUp() ? Standing.Verdict.IN : Standing.Verdict.OUT;
        };
    }

    /** A service of {@code count} shells that run {@code script}. */
    Service shell(String name, int count, String script) {
        return service(name, run(count, "sh", "-c", script));
    }

    Run run(int count, String... command) {
        var environment = new LinkedHashMap<String, Secret>();
        environment.put("PATH", new Secret.Plain("/usr/bin:/bin"));
        Optional<String> user = Account.Self.now().root() ? Optional.of("root") : Optional.empty();
        return new Run(
                Arrays.asList(command),
                count,
                environment,
                data,
                user,
                Duration.ofSeconds(3),
                drain,
                Duration.ofMillis(500));
    }

    static Service service(String name, Instances instances) {
        return new Service(
                Where.nowhere(),
                name,
                Optional.empty(),
                instances,
                QUICK,
                new Balance.LeastRequests(),
                OptionalInt.empty(),
                Service.Pending.DEFAULT,
                512,
                Service.Timeouts.DEFAULT,
                Retry.DEFAULT,
                Duration.ZERO,
                Optional.empty());
    }

    static Model model(Service... services) {
        Model empty = Model.empty();
        var map = new LinkedHashMap<String, Service>();
        Arrays.stream(services).forEach(s -> map.put(s.name(), s));
        return new Model(
                Where.nowhere(),
                "test",
                empty.nodes(),
                empty.sites(),
                empty.listeners(),
                empty.certificates(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                map,
                List.of());
    }

    private static Health quick(Health d) {
        return new Health(
                d.check(),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                d.fall(),
                d.rise(),
                d.jitterPercent(),
                d.flaps(),
                d.evidence(),
                d.removeAtMost(),
                d.allDown());
    }

    void apply(Service... services) throws NotPrepared {
        apply(model(services));
    }

    void apply(Model model) throws NotPrepared {
        plane.prepare(model).activate();
        plane.observe(board.now());
    }

    Processes.State state(String instance) {
        return plane.processes().states().stream()
                .filter(s -> s.id().instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until all processes of the service are running and served. */
    void awaitUp(String service, int count) {
        await(() -> {
            List<Instance> found =
                    board.now().service(service).map(ServiceState::instances).orElse(List.of());
            return found.size() == count
                    && found.stream().allMatch(i -> i.standing().isIn())
                    && plane.processes().states().stream()
                                    .filter(s -> s.id().service().equals(service))
                                    .filter(s -> s.phase() == Processes.Phase.RUNNING)
                                    .count()
                            == count;
        });
    }

    void awaitPhase(String instance, Processes.Phase phase) {
        await(() -> plane.processes().states().stream()
                .anyMatch(s -> s.id().instance().equals(instance) && s.phase() == phase));
    }

    /** Looks again until it holds; fails with what the processes are when it does not. */
    void await(BooleanSupplier holds) {
        try {
            if (!new Bell(Ticker.system()).until(holds, LONG)) {
                throw new AssertionError("did not come: " + plane.processes().states() + board.now());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the processes of a service printed. */
    String lines(String service) {
        try {
            return String.join(
                    "\n",
                    plane.processes().logs(service, Optional.empty(), 1000).stream()
                            .map(Processes.Line::text)
                            .toList());
        } catch (Processes.Unknown e) {
            throw new AssertionError(e);
        }
    }

    void intend(InstanceId id, Intent.Wish wish) {
        board.apply(new Change.Intend(id, new Intent(wish, ticker.instant(), "cli:test", "")));
    }

    @Override
    public void close() {
        plane.quiesce(Deadline.after(ticker, Duration.ofSeconds(5)));
        plane.close();
        health.shutdownNow();
    }
}
