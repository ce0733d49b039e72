package dev.drover.observe.sysstat;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counters of things that come and go, such as disks; one that was away starts anew. */
final class Things {
    private Map<String, Sums> before = Map.of();
    private Map<String, Sums> now = new LinkedHashMap<>();

    /** Begins a sample: nothing is there yet. */
    void next() {
        before = now;
        now = new LinkedHashMap<>();
        before.values().forEach(Sums::next);
    }

    Sums of(String name) {
        return now.computeIfAbsent(name, n -> before.getOrDefault(n, new Sums()));
    }

    Map<String, Sums> all() {
        return now;
    }
}
