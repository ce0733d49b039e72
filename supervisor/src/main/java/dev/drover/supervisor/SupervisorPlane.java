package dev.drover.supervisor;

import dev.drover.board.Board;
import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.model.Instances.Run;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.plane.Deadline;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Probes;
import dev.drover.plane.Processes;
import dev.drover.plane.Ticker;
import dev.drover.plane.Traffic;
import dev.drover.supervisor.output.Logs;
import dev.drover.supervisor.process.Launch;
import dev.drover.supervisor.process.Launches;
import dev.drover.supervisor.process.Leftovers;
import dev.drover.supervisor.process.Ports;
import dev.drover.supervisor.process.Spawner;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The plane that runs processes: for each service with {@code instances: {run: ...}} it starts as many as declared, tells the
 * board where they are, and keeps them running.
 *
 * <p>It writes below the data folder: {@code logs/SERVICE/INSTANCE.log} and {@code run/PID}.
 */
public final class SupervisorPlane implements Plane {
    private static final System.Logger LOG = System.getLogger(SupervisorPlane.class.getName());

    private final Launches launches;
    private final Workshop shop;
    private final Map<String, Crew> crews = new ConcurrentHashMap<>();
    private final RunningProcesses processes;
    private final Gauges gauges;
    private boolean began;
    private volatile long generation;

    /** @param data folder where logs and notes of running processes are kept */
    public SupervisorPlane(
            Board board, Traffic traffic, Probes probes, Ticker ticker, Path data, PrometheusRegistry metrics) {
        this(
                new Workshop(
                        board,
                        traffic,
                        probes,
                        ticker,
                        new Spawner(),
                        new Ports(),
                        new Leftovers(data.resolve("run"), ticker),
                        new Logs(data.resolve("logs"), ticker),
                        Backoff.standard(RandomGenerator.getDefault())),
                Launches.here(),
                metrics);
    }

    SupervisorPlane(Workshop shop, Launches launches, PrometheusRegistry metrics) {
        this.shop = shop;
        this.launches = launches;
        this.processes = new RunningProcesses(crews, shop);
        this.gauges = new Gauges(metrics, processes, shop.logs());
    }

    @Override
    public String name() {
        return "supervisor";
    }

    /** The port that this plane offers. */
    public Processes processes() {
        return processes;
    }

    @Override
    public List<Problem> check(Model model) {
        return runs(model)
                .flatMap(s -> launches.check(s, (Run) s.instances()).stream())
                .toList();
    }

    @Override
    public Prepared prepare(Model model) throws NotPrepared {
        var problems = new ArrayList<Problem>();
        var wanted = new LinkedHashMap<String, Wanted>();
        try {
            for (Service service : runs(model).toList()) {
                var run = (Run) service.instances();
                Launch launch = launches.prepare(service, run, problems);
                if (launch != null) {
                    wanted.put(service.name(), wanted(service, run, launch));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add(Problem.of(model.where(), "services", "interrupted while looking at the programs to run"));
        }
        if (!problems.isEmpty()) {
            throw new NotPrepared(problems);
        }
        return new Prepared() {
            @Override
            public void activate() {
                SupervisorPlane.this.activate(model, wanted);
            }

            @Override
            public void discard() {}
        };
    }

    private static Stream<Service> runs(Model model) {
        return model.services().values().stream().filter(s -> s.instances() instanceof Run);
    }

    private Wanted wanted(Service service, Run run, Launch launch) {
        return new Wanted(
                launch,
                launches.runsAs(launch),
                run.count(),
                run.start(),
                run.drain(),
                run.stop(),
                Trial.of(service.health()));
    }

    private void activate(Model model, SequencedMap<String, Wanted> wanted) {
        if (!began) {
            began = true;
            endLeftovers();
        }
        crews.values().removeIf(Crew::dismissIfDone);
        crews.forEach((name, crew) -> {
            if (!wanted.containsKey(name)) {
                crew.want(null, model.service(name).isPresent());
            }
        });
        wanted.forEach((name, now) -> {
            crews.computeIfAbsent(name, n -> new Crew(n, shop)).want(now, true);
        });
        processes.order(List.copyOf(wanted.keySet()));
        runs(model)
                .flatMap(s -> launches.remark(s, (Run) s.instances()).stream())
                .forEach(remark -> LOG.log(System.Logger.Level.WARNING, remark));
    }

    private void endLeftovers() {
        try {
            shop.leftovers().end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long observe(Snapshot snapshot) {
        crews.forEach((name, crew) -> snapshot.service(name).ifPresent(crew::observe));
        generation = snapshot.generation();
        return generation;
    }

    @Override
    public Map<String, Served> served(String service) {
        var served = new HashMap<String, Served>();
        for (Processes.State s : processes.states(service)) {
            served.put(s.id().instance(), new Served(verdict(s.phase()), generation, detail(s)));
        }
        return served;
    }

    private static Standing.Verdict verdict(Processes.Phase phase) {
        return switch (phase) {
            case RUNNING -> Standing.Verdict.IN;
            case STOPPING -> Standing.Verdict.DRAINING;
            case STARTING, BACKING_OFF, CRASH_LOOP, STOPPED -> Standing.Verdict.OUT;
        };
    }

    private static String detail(Processes.State state) {
        String pid = state.pid().isPresent() ? ", pid " + state.pid().getAsLong() : "";
        String restarts = state.restarts() == 0 ? "" : ", restarts: " + state.restarts();
        String exit = state.lastExit().map(e -> ", last " + e.why()).orElse("");
        return state.phase().words() + pid + restarts + exit;
    }

    /** Asks all processes to end, at the same time, and waits. */
    @Override
    public void quiesce(Deadline deadline) {
        crews.values().forEach(Crew::end);
        awaitStopped(deadline);
    }

    private void awaitStopped(Deadline deadline) {
        try {
            for (Crew crew : crews.values()) {
                crew.bell().until(crew::isStopped, deadline.left());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is still there without patience. */
    @Override
    public void close() {
        crews.values().forEach(Crew::end);
        crews.values().stream().filter(c -> !c.isStopped()).forEach(Crew::kill);
        awaitStopped(Deadline.after(shop.ticker(), Duration.ofSeconds(2)));
        crews.values().forEach(Crew::dismiss);
        gauges.close();
        shop.spawner().close();
        shop.logs().close();
    }
}
