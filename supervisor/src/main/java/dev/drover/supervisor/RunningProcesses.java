package dev.drover.supervisor;

import dev.drover.board.InstanceId;
import dev.drover.plane.Processes;
import dev.drover.supervisor.process.ProcessTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers for the crews. */
final class RunningProcesses implements Processes {
    private static final long FRESH = Duration.ofMillis(500).toNanos();

    private record Reading(long at, ProcessTable table) {}

    private final Map<String, Crew> crews;
    private final Workshop shop;
    private volatile List<String> order = List.of();
    private volatile @Nullable Reading reading;

    RunningProcesses(Map<String, Crew> crews, Workshop shop) {
        this.crews = crews;
        this.shop = shop;
    }

    /** Services in the order of the file; those that are on their way out come last. */
    void order(List<String> services) {
        order = services;
    }

    @Override
    public List<State> states() {
        ProcessTable table = table();
        return keepers().stream().map(k -> k.state(table)).toList();
    }

    @Override
    public Map<InstanceId, Long> pids() {
        var nothing = new ProcessTable(Map.of());
        var pids = new HashMap<InstanceId, Long>();
        for (Keeper keeper : keepers()) {
            State state = keeper.state(nothing);
            state.pid().ifPresent(pid -> pids.put(state.id(), pid));
        }
        return pids;
    }

    /** One reading of {@code /proc} serves all who ask within half a second, such as the metrics of one scrape. */
    private ProcessTable table() {
        Reading last = reading;
        long now = shop.ticker().nanos();
        if (last == null || now - last.at() > FRESH) {
            last = new Reading(now, ProcessTable.read());
            reading = last;
        }
        return last.table();
    }

    /** Those of one service, without what they cost. */
    List<State> states(String service) {
        Crew crew = crews.get(service);
        var nothing = new ProcessTable(Map.of());
        return crew == null
                ? List.of()
                : crew.keepers().stream().map(k -> k.state(nothing)).toList();
    }

    private List<Keeper> keepers() {
        var names = new LinkedHashSet<>(order);
        names.addAll(crews.keySet());
        var keepers = new ArrayList<Keeper>();
        for (String name : names) {
            Crew crew = crews.get(name);
            if (crew != null) {
                keepers.addAll(crew.keepers());
            }
        }
        return keepers;
    }

    @Override
    public List<Rollout> rollouts() {
        return crews.values().stream().flatMap(c -> c.rollout().stream()).toList();
    }

    @Override
    public List<Line> logs(String service, Optional<String> instance, int lines) throws Unknown {
        return shop.logs().last(ids(service, instance), lines);
    }

    @Override
    public Tail follow(String service, Optional<String> instance, int lines) throws Unknown {
        return shop.logs().follow(ids(service, instance), lines);
    }

    @Override
    public Restarted restart(String service, Consumer<Step> progress) throws Unknown, InterruptedException {
        return crew(service).restart(progress);
    }

    private List<InstanceId> ids(String service, Optional<String> instance) throws Unknown {
        List<InstanceId> all = crew(service).keepers().stream().map(Keeper::id).toList();
        List<InstanceId> asked = all.stream()
                .filter(id -> instance.isEmpty() || instance.get().equals(id.instance()))
                .toList();
        if (asked.isEmpty()) {
            String names =
                    String.join(", ", all.stream().map(InstanceId::instance).toList());
            throw new Unknown(service + " has no instance " + instance.orElse("") + " (it has: " + names + ")");
        }
        return asked;
    }

    private Crew crew(String service) throws Unknown {
        Crew crew = crews.get(service);
        if (crew == null || crew.keepers().isEmpty()) {
            String names = crews.isEmpty() ? "nothing" : String.join(", ", keepersByService());
            throw new Unknown(service + " is not run by Drover (it runs: " + names + ")");
        }
        return crew;
    }

    private List<String> keepersByService() {
        return keepers().stream().map(k -> k.id().service()).distinct().toList();
    }
}
