package dev.drover.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the next snapshot: keeps who knows which instance, and merges what the sources of a service say. */
final class Roster {
    /** Service, source, instances in the source's order. Guarded by the board's lock. */
    private final Map<String, SequencedMap<String, List<Change.Known>>> found = new LinkedHashMap<>();

    Snapshot next(Snapshot now, List<Change> changes, UnaryOperator<ServiceState> rules, Instant at) {
        var services = new LinkedHashMap<>(now.services());
        var touched = new LinkedHashSet<String>();
        for (Change change : changes) {
            apply(services, change, at);
            touched.add(change.service());
        }
        boolean changed = services.size() != now.services().size();
        for (String name : touched) {
            ServiceState state = services.get(name);
            if (state != null) {
                ServiceState decided = rules.apply(state);
                ServiceState old = now.services().get(name);
                services.put(name, decided.equals(old) ? old : decided);
                changed |= !decided.equals(old);
            }
        }
        return changed ? new Snapshot(now.generation() + 1, at, services) : now;
    }

    private void apply(SequencedMap<String, ServiceState> services, Change change, Instant at) {
        switch (change) {
            case Change.Found f -> {
                found.computeIfAbsent(f.service(), s -> new LinkedHashMap<>()).put(f.source(), f.instances());
                services.put(f.service(), merge(f.service(), services.get(f.service()), at));
            }
            case Change.Gone g -> {
                found.remove(g.service());
                services.remove(g.service());
            }
            case Change.Measure m -> replace(services, m.id(), i -> i.with(m.measured()));
            case Change.Intend m -> replace(services, m.id(), i -> i.with(m.intent()));
            case Change.Decide d -> {}
        }
    }

    private ServiceState merge(String service, @Nullable ServiceState old, Instant at) {
        var merged = new LinkedHashMap<String, Instance>();
        for (List<Change.Known> known :
                found.getOrDefault(service, new LinkedHashMap<>()).values()) {
            for (Change.Known one : known) {
                Instance kept = old == null ? null : old.instance(one.name()).orElse(null);
                merged.putIfAbsent(one.name(), instance(service, one, kept, at));
            }
        }
        return ServiceState.of(service, new ArrayList<>(merged.values()));
    }

    /** One that moved to another address starts anew; the wish of the operator stays with the name. */
    private static Instance instance(String service, Change.Known known, @Nullable Instance kept, Instant at) {
        Instance fresh = new Instance(
                new InstanceId(service, known.name()),
                known.address(),
                known.origin(),
                known.weight(),
                Measured.unknown(at),
                Intent.inService(at),
                Standing.UNDECIDED);
        if (kept == null) {
            return fresh;
        }
        Instance wished = fresh.with(kept.intent());
        boolean moved = !kept.address().equals(known.address());
        return moved ? wished : wished.with(kept.measured()).with(kept.standing());
    }

    private static void replace(
            SequencedMap<String, ServiceState> services, InstanceId id, UnaryOperator<Instance> change) {
        ServiceState state = services.get(id.service());
        if (state == null || state.instance(id.instance()).isEmpty()) {
            return;
        }
        List<Instance> instances = state.instances().stream()
                .map(i -> i.id().equals(id) ? change.apply(i) : i)
                .toList();
        services.put(id.service(), new ServiceState(state.name(), instances, state.mode(), state.why()));
    }
}
