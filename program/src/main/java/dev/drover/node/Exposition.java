package dev.drover.node;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metrics as they are collected for one scrape, points of one name together. */
final class Exposition {
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, UnknownSnapshot.Builder> unknown = new LinkedHashMap<>();

    /**
     * A count that only grows.
     *
     * @param name without its {@code _total}
     */
    void counter(String name, String help, double value, String... labels) {
        if (value >= 0) {
            counters.computeIfAbsent(
                            name, n -> CounterSnapshot.builder().name(n).help(help))
                    .dataPoint(CounterDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels))
                            .build());
        }
    }

    void gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** A number of the kernel of which only its name says what it is. */
    void unknown(String name, String help, double value) {
        unknown.computeIfAbsent(name, n -> UnknownSnapshot.builder().name(n).help(help))
                .dataPoint(UnknownDataPointSnapshot.builder().value(value).build());
    }

    MetricSnapshots snapshots() {
        var all = MetricSnapshots.builder();
        counters.values().stream()
                .map(CounterSnapshot.Builder::build)
                .forEach((MetricSnapshot m) -> all.metricSnapshot(m));
        gauges.values().stream().map(GaugeSnapshot.Builder::build).forEach((MetricSnapshot m) -> all.metricSnapshot(m));
        unknown.values().stream()
                .map(UnknownSnapshot.Builder::build)
                .forEach((MetricSnapshot m) -> all.metricSnapshot(m));
        return all.build();
    }
}
