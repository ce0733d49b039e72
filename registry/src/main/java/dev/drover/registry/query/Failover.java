package dev.drover.registry.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which other sites to ask while none has an instance.
 *
 * @param nearestN so many of the nearest, first
 * @param datacenters then these, in this order
 */
public record Failover(int nearestN, List<String> datacenters) {
    public static final Failover NONE = new Failover(0, List.of());

    public Failover {
        datacenters = List.copyOf(datacenters);
    }

    /**
     * The sites to ask, in order: each once, and only those that are known. The number of those asked until one had an instance, or
     * of all, is what the answer tells as {@code Failovers}.
     *
     * @param othersByDistance all other sites, nearest first
     */
    public List<String> order(List<String> othersByDistance) {
        int nearest = Math.clamp(nearestN, 0, othersByDistance.size());
        var order = new LinkedHashSet<>(othersByDistance.subList(0, nearest));
        datacenters.stream().filter(othersByDistance::contains).forEach(order::add);
        return new ArrayList<>(order);
    }
}
