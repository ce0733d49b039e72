package dev.drover.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** Wishes kept per service for instances that are not there. */
    private static final int ABSENT = 256;

    /** Service, instance, what an operator wished of it before it went. */
    private final Map<String, SequencedMap<String, Intent>> absent = new HashMap<>();

    Snapshot next(Snapshot now, List<Change> changes, UnaryOperator<ServiceState> rules, Instant at) {
        var services = new LinkedHashMap<>(now.services());
        var touched = new LinkedHashSet<String>();
        var replacing = new LinkedHashMap<InstanceId, UnaryOperator<Instance>>();
        for (Change change : changes) {
            switch (change) {
                case Change.Measure m -> replacing.merge(m.id(), i -> i.with(m.measured()), Roster::then);
                case Change.Intend m -> replacing.merge(m.id(), i -> i.with(m.intent()), Roster::then);
                case Change.Found f -> {
                    replace(services, replacing);
                    found.computeIfAbsent(f.service(), s -> new LinkedHashMap<>())
                            .put(f.source(), f.instances());
                    ServiceState old = services.get(f.service());
                    ServiceState merged = merge(f.service(), old, at);
                    remember(old, merged);
                    services.put(f.service(), merged);
                }
                case Change.Gone g -> {
                    found.remove(g.service());
                    absent.remove(g.service());
                    services.remove(g.service());
                }
                case Change.Decide d -> {}
            }
            touched.add(change.service());
        }
        replace(services, replacing);
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

    private static UnaryOperator<Instance> then(UnaryOperator<Instance> first, UnaryOperator<Instance> second) {
        return i -> second.apply(first.apply(i));
    }

    private void remember(@Nullable ServiceState old, ServiceState merged) {
        for (Instance instance : old == null ? List.<Instance>of() : old.instances()) {
            String name = instance.id().instance();
            if (instance.intent().isStanding() && merged.instance(name).isEmpty()) {
                var wishes = absent.computeIfAbsent(merged.name(), s -> new LinkedHashMap<>());
                wishes.putLast(name, instance.intent());
                if (wishes.size() > ABSENT) {
                    wishes.pollFirstEntry();
                }
            }
        }
    }

    private Intent wished(String service, String name, Instant at) {
        SequencedMap<String, Intent> wishes = absent.get(service);
        Intent wish = wishes == null ? null : wishes.remove(name);
        return wish == null ? Intent.inService(at) : wish;
    }

    private ServiceState merge(String service, @Nullable ServiceState old, Instant at) {
        var merged = new LinkedHashMap<String, Instance>();
        var before = new HashMap<String, Instance>();
        if (old != null) {
            old.instances().forEach(i -> before.put(i.id().instance(), i));
        }
        for (List<Change.Known> known :
                found.getOrDefault(service, new LinkedHashMap<>()).values()) {
            for (Change.Known one : known) {
                if (!merged.containsKey(one.name())) {
                    merged.put(one.name(), instance(service, one, before.get(one.name()), at));
                }
            }
        }
        return ServiceState.of(service, new ArrayList<>(merged.values()));
    }

    /** One that moved to another address starts anew; the wish of the operator stays with the name. */
    private Instance instance(String service, Change.Known known, @Nullable Instance kept, Instant at) {
        Instance fresh = new Instance(
                new InstanceId(service, known.name()),
                known.address(),
                known.origin(),
                known.weight(),
                Measured.unknown(at),
                Intent.inService(at),
                Standing.UNDECIDED);
        if (kept == null) {
            return fresh.with(wished(service, known.name(), at));
        }
        Instance wished = fresh.with(kept.intent());
        boolean moved = !kept.address().equals(known.address());
        return moved ? wished : wished.with(kept.measured()).with(kept.standing());
    }

    /** Each service's list is made anew once, however many of its instances change. Empties {@code replacing}. */
    private static void replace(
            SequencedMap<String, ServiceState> services, Map<InstanceId, UnaryOperator<Instance>> replacing) {
        var named = new LinkedHashSet<String>();
        replacing.keySet().forEach(id -> named.add(id.service()));
        for (String service : named) {
            services.computeIfPresent(
                    service,
                    (name, state) -> new ServiceState(
                            name,
                            state.instances().stream()
                                    .map(i -> replacing
                                            .getOrDefault(i.id(), UnaryOperator.identity())
                                            .apply(i))
                                    .toList(),
                            state.mode(),
                            state.why()));
        }
        replacing.clear();
    }
}
