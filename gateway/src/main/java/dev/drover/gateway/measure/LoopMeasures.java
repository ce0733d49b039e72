package dev.drover.gateway.measure;

import dev.drover.gateway.stage.Notes;
import dev.drover.gateway.stage.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counts of its requests, by route and service. Written by that loop, read by a scrape. As many series as the
 * model has pairs of route and service, never more: nothing that a client sends makes one.
 */
public final class LoopMeasures {
    private static final Timeline.State[] STATES = Timeline.State.values();

    private final Map<Key, Series> series = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Series>> found = new HashMap<>();
    private final Count[] spent = new Count[STATES.length];
    private final Count broken = new Count();

    /** A pair; empty names stand for none. */
    record Key(String route, String service) {}

    public LoopMeasures() {
        for (Timeline.State state : STATES) {
            spent[state.index()] = new Count();
        }
    }

    /** A request ended. */
    public void ended(Notes notes, String route, String service) {
        Map<String, Series> ofRoute = found.get(route);
        Series one = ofRoute == null ? null : ofRoute.get(service);
        if (one == null) {
            one = make(route, service);
        }
        one.add(notes.status(), notes.timeline().total(), notes.received(), notes.sent());
        for (Timeline.State state : STATES) {
            long nanos = notes.timeline().nanos(state);
            if (nanos > 0) {
                spent[state.index()].add(nanos);
                one.spent(state, nanos);
            }
        }
        if (notes.end() != Notes.End.ANSWERED) {
            broken.add(1);
        }
    }

    private Series make(String route, String service) {
        Series one = series.computeIfAbsent(new Key(route, service), k -> new Series());
        found.computeIfAbsent(route, r -> new HashMap<>()).put(service, one);
        return one;
    }

    /** Forgets what the model no longer has. On the loop. */
    public void keepOnly(Set<String> routes, Set<String> services) {
        found.clear();
        series.keySet().removeIf(k -> !isIn(routes, k.route()) || !isIn(services, k.service()));
    }

    private static boolean isIn(Set<String> names, String name) {
        return name.isEmpty() || names.contains(name);
    }

    Set<Key> keys() {
        return series.keySet();
    }

    @Nullable
    Series series(Key key) {
        return series.get(key);
    }

    long nanosIn(Timeline.State state) {
        return spent[state.index()].get();
    }

    /** Requests that did not end with a whole answer. */
    long broken() {
        return broken.get();
    }
}
