package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is in force.
 *
 * @param byHand zones with keys of which the operator says when they change, and the numbers of these
 * @param shared whether the nodes that run it share a registry
 * @param stood the step of each zone that there was when it came in force: what came later is the word of somebody who may have a newer model
 */
record Wanted(
        Map<DnsName, Watched> zones,
        Map<DnsName, List<Integer>> byHand,
        boolean shared,
        Instant since,
        Map<DnsName, Long> stood) {
    static Wanted since(Instant now, Map<DnsName, Watched> zones, Map<DnsName, List<Integer>> byHand, boolean shared) {
        return new Wanted(
                Collections.unmodifiableMap(zones), Map.copyOf(byHand), shared, now, new ConcurrentHashMap<>());
    }

    /** This is what there was, unless somebody said so before. */
    void stands(DnsName zone, long step) {
        stood.putIfAbsent(zone, step);
    }

    private boolean isOlder(DnsName zone, Succession at) {
        return at.step() <= stood.getOrDefault(zone, -1L);
    }

    /** Keys are by hand because somebody said so since. */
    boolean isLeft(DnsName zone, Succession at) {
        return at.isByHand() && stood.containsKey(zone) && !isOlder(zone, at);
    }

    /** Keys that are by hand are to follow each other from now on. */
    boolean isTakenOver(DnsName zone, Succession at) {
        return at.isByHand() && isOlder(zone, at);
    }

    /** Keys are to be by hand from now on, or others than before. */
    boolean isHandedOver(DnsName zone, Succession at) {
        List<Integer> numbers = byHand.getOrDefault(zone, List.of());
        return at.isByHand() ? !at.numbers().equals(numbers) && isOlder(zone, at) : numbers.containsAll(at.numbers());
    }
}
