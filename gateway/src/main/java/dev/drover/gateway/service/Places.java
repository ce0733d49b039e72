package dev.drover.gateway.service;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.gateway.stage.Upstream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The instances of one service that one event loop has connections to, and those it only waits for. Counts may be read anywhere. */
final class Places {
    private final LoopContext loop;
    private final Map<InstanceId, Place> active = new ConcurrentHashMap<>();
    private final List<Place> retired = new CopyOnWriteArrayList<>();

    Places(LoopContext loop) {
        this.loop = loop;
    }

    /** The place of an instance, kept if it is reached as before. */
    Place place(ServiceTable table, Instance instance) {
        Upstream.Spec spec = table.reach(instance, loop.loops());
        Place kept = active.get(instance.id());
        if (kept != null && kept.upstream().spec().equals(spec)) {
            return kept;
        }
        if (kept != null) {
            retire(kept);
        }
        var fresh = new Place(loop.upstreams().make(spec), loop.evidence().open(instance.id()));
        active.put(instance.id(), fresh);
        return fresh;
    }

    /** Retires those that are not in service any more. */
    void keepOnly(ServiceTable table) {
        Set<InstanceId> in = new HashSet<>();
        table.balancing().instances().forEach(i -> in.add(i.id()));
        active.values().removeIf(place -> {
            boolean out = !in.contains(place.upstream().id());
            if (out) {
                retire(place);
            }
            return out;
        });
        retired.removeIf(p -> p.inFlight() == 0);
    }

    void retireAll() {
        active.values().forEach(this::retire);
        active.clear();
    }

    private void retire(Place place) {
        place.retire();
        if (place.inFlight() > 0) {
            retired.add(place);
        }
    }

    /** One that retires meanwhile is in both for a moment, and counts once. */
    int inFlight(InstanceId id) {
        Place place = active.get(id);
        int sum = place == null ? 0 : place.counts().inFlight();
        for (Place old : retired) {
            sum += old != place && old.upstream().id().equals(id) ? old.counts().inFlight() : 0;
        }
        return sum;
    }

    void eachCounts(BiConsumer<InstanceId, InstanceCounts> told) {
        active.forEach((id, place) -> told.accept(id, place.counts()));
    }
}
