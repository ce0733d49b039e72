package dev.drover.gateway.service;

import dev.drover.board.InstanceId;
import dev.drover.gateway.measure.Count;
import dev.drover.gateway.measure.Points;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What all event loops counted of services and instances, summed up when somebody scrapes. */
public final class ServiceMetrics implements MultiCollector {
    /** Instances beyond are not told one by one: each is several series in whatever scrapes. */
    static final int MOST_INSTANCES = 2_000;

    private final List<Desks> loops;

    public ServiceMetrics(List<Desks> loops) {
        this.loops = List.copyOf(loops);
    }

    @Override
    public MetricSnapshots collect() {
        Map<InstanceId, Sums> sums = sums();
        List<Told> told = told(sums);
        return new MetricSnapshots(
                perInstance(told, "drover_upstream_requests", "Attempts at an instance.", s -> s.requests),
                perInstance(
                        told,
                        "drover_upstream_failures",
                        "Attempts that got no response, or not all of it.",
                        s -> s.failures),
                perInstance(
                        told,
                        "drover_upstream_server_errors",
                        "Responses of an instance with a status of 500 and above.",
                        s -> s.serverErrors),
                inFlight(told),
                Points.gauge(
                        "drover_upstream_untold",
                        "Instances without a series of their own, as there are too many.",
                        sums.size() - told.size()),
                perService("drover_service_retries", "Attempts after the first.", DeskCounts::retries),
                perService(
                        "drover_service_retries_refused",
                        "Retries that were safe and wanted, yet beyond the budget.",
                        DeskCounts::overBudget),
                perService(
                        "drover_service_queued", "Requests that waited for a place under the cap.", DeskCounts::queued),
                perService(
                        "drover_service_turned_away", "Requests that found the queue full.", DeskCounts::turnedAway));
    }

    /** What all loops counted at one instance. */
    private static final class Sums {
        private long requests;
        private long failures;
        private long serverErrors;
        private long inFlight;

        void add(InstanceCounts counts) {
            requests += counts.requests();
            failures += counts.failures();
            serverErrors += counts.serverErrors();
            inFlight += counts.inFlight();
        }
    }

    /** Each count is read once: with many instances, reading is most of a scrape. */
    private Map<InstanceId, Sums> sums() {
        var sums = new HashMap<InstanceId, Sums>();
        for (Desks desks : loops) {
            for (ServiceDesk desk : desks.byName().values()) {
                desk.eachCounts((id, counts) ->
                        sums.computeIfAbsent(id, i -> new Sums()).add(counts));
            }
        }
        return sums;
    }

    private record Told(Labels labels, Sums sums) {}

    /** The first so many by name. */
    private static List<Told> told(Map<InstanceId, Sums> all) {
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_INSTANCES)
                .map(e -> new Told(labels(e.getKey()), e.getValue()))
                .toList();
    }

    private static Labels labels(InstanceId id) {
        return Labels.of("service", id.service(), "instance", id.instance());
    }

    private static CounterSnapshot perInstance(List<Told> told, String name, String help, ToLongFunction<Sums> of) {
        var metric = CounterSnapshot.builder().name(name).help(help);
        told.forEach(t -> metric.dataPoint(Points.counter(t.labels(), of.applyAsLong(t.sums()))));
        return metric.build();
    }

    private static GaugeSnapshot inFlight(List<Told> told) {
        var metric = GaugeSnapshot.builder()
                .name("drover_upstream_in_flight")
                .help("Requests at an instance, upgraded connections among them.");
        told.forEach(t -> metric.dataPoint(Points.gauge(t.labels(), t.sums().inFlight)));
        return metric.build();
    }

    private CounterSnapshot perService(String name, String help, Function<DeskCounts, Count> of) {
        var metric = CounterSnapshot.builder().name(name).help(help);
        var names = new TreeSet<String>();
        loops.forEach(l -> names.addAll(l.byName().keySet()));
        for (String service : names) {
            long sum = 0;
            for (Desks desks : loops) {
                ServiceDesk desk = desks.byName().get(service);
                sum += desk == null ? 0 : of.apply(desk.counts()).get();
            }
            metric.dataPoint(Points.counter(Labels.of("service", service), sum));
        }
        return metric.build();
    }
}
