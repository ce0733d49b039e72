package dev.drover.gateway.measure;

import dev.drover.gateway.stage.Timeline;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** What all event loops counted of requests, summed up when somebody scrapes. */
public final class RequestMetrics implements MultiCollector {
    private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final double NANOS = 1e9;

    private final List<LoopMeasures> loops;

    public RequestMetrics(List<LoopMeasures> loops) {
        this.loops = List.copyOf(loops);
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(requests(), durations(), bytes(), states(), broken());
    }

    private Set<LoopMeasures.Key> keys() {
        var keys = new TreeSet<LoopMeasures.Key>(
                java.util.Comparator.comparing(LoopMeasures.Key::route).thenComparing(LoopMeasures.Key::service));
        loops.forEach(l -> keys.addAll(l.keys()));
        return keys;
    }

    private long sum(LoopMeasures.Key key, ToLongFunction<Series> of) {
        long sum = 0;
        for (LoopMeasures loop : loops) {
            Series series = loop.series(key);
            sum += series == null ? 0 : of.applyAsLong(series);
        }
        return sum;
    }

    private static Labels labels(LoopMeasures.Key key) {
        return Labels.of("route", key.route(), "service", key.service());
    }

    private CounterSnapshot requests() {
        var metric = CounterSnapshot.builder()
                .name("drover_requests")
                .help("Requests that ended, by class of the status sent; none: the client got no answer.");
        for (LoopMeasures.Key key : keys()) {
            for (int i = 0; i < CLASSES.length; i++) {
                int statusClass = i;
                long value = sum(key, s -> s.ofClass(statusClass));
                if (value > 0) {
                    metric.dataPoint(Points.counter(labels(key).add("status", CLASSES[i]), value));
                }
            }
        }
        return metric.build();
    }

    private HistogramSnapshot durations() {
        var metric = HistogramSnapshot.builder()
                .name("drover_request_duration_seconds")
                .help("From the first byte of a request's head to the last byte of its response.");
        var bounds = new double[Series.BOUNDS.length + 1];
        for (int i = 0; i < Series.BOUNDS.length; i++) {
            bounds[i] = (double) Series.BOUNDS[i] / NANOS;
        }
        bounds[Series.BOUNDS.length] = Double.POSITIVE_INFINITY;
        for (LoopMeasures.Key key : keys()) {
            var counts = new long[bounds.length];
            for (int i = 0; i < bounds.length; i++) {
                int bucket = i;
                counts[i] = sum(key, s -> s.bucket(bucket));
            }
            metric.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels(key))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                    .sum((double) sum(key, Series::nanos) / NANOS)
                    .build());
        }
        return metric.build();
    }

    private CounterSnapshot bytes() {
        var metric = CounterSnapshot.builder()
                .name("drover_request_bytes")
                .help("Bytes of requests received from clients and of responses sent to them, heads included.");
        for (LoopMeasures.Key key : keys()) {
            metric.dataPoint(Points.counter(labels(key).add("direction", "received"), sum(key, Series::received)));
            metric.dataPoint(Points.counter(labels(key).add("direction", "sent"), sum(key, Series::sent)));
        }
        return metric.build();
    }

    private CounterSnapshot states() {
        var metric = CounterSnapshot.builder()
                .name("drover_request_state_seconds")
                .help("Time that requests spent in each state of their timeline.");
        for (Timeline.State state : Timeline.State.values()) {
            long nanos = loops.stream().mapToLong(l -> l.nanosIn(state)).sum();
            metric.dataPoint(Points.counter(Labels.of("state", state.label()), (double) nanos / NANOS));
        }
        return metric.build();
    }

    private CounterSnapshot broken() {
        return CounterSnapshot.builder()
                .name("drover_requests_broken")
                .help("Requests that did not end with a whole answer.")
                .dataPoint(Points.counter(
                        Labels.EMPTY,
                        loops.stream().mapToLong(LoopMeasures::broken).sum()))
                .build();
    }
}
