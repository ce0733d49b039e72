package dev.drover.observe.sysstat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Counters by name, grown from rates; each starts at 0. Only those are told that the last sample told. */
final class Sums {
    /** Beyond it a double no longer counts by ones. */
    private static final double LARGEST = 1e15;

    private final Map<String, Double> grown = new HashMap<>();
    private final Map<String, Long> told = new LinkedHashMap<>();

    /** Begins a sample: nothing is told yet. */
    void next() {
        told.clear();
    }

    /** Adds what came to pass in an interval. A negative rate takes the counter back, which whoever reads it will notice. */
    void add(String name, OptionalDouble rate, double seconds) {
        if (rate.isPresent()) {
            double sum = grown.getOrDefault(name, 0.0) + rate.getAsDouble() * seconds;
            grown.put(name, Math.clamp(sum, 0, LARGEST));
            told.put(name, Math.round(grown.get(name)));
        }
    }

    long get(String name) {
        return told.getOrDefault(name, 0L);
    }

    boolean tells(String name) {
        return told.containsKey(name);
    }

    Map<String, Long> told() {
        return told;
    }
}
