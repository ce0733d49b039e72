package dev.drover.gateway.service;

import dev.drover.board.InstanceId;
import dev.drover.gateway.measure.Count;
import dev.drover.gateway.measure.Points;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What all event loops counted of services and instances, summed up when somebody scrapes. */
public final class ServiceMetrics implements MultiCollector {
    /** Instances beyond are not told one by one: each is several series in whatever scrapes. */
    private static final int MOST_INSTANCES = 5_000;

    private final List<Desks> loops;

    public ServiceMetrics(List<Desks> loops) {
        this.loops = List.copyOf(loops);
    }

    @Override
    public MetricSnapshots collect() {
        Set<InstanceId> instances = instances();
        return new MetricSnapshots(
                perInstance(
                        instances, "drover_upstream_requests", "Attempts at an instance.", InstanceCounts::requests),
                perInstance(
                        instances,
                        "drover_upstream_failures",
                        "Attempts that got no response, or not all of it.",
                        InstanceCounts::failures),
                perInstance(
                        instances,
                        "drover_upstream_server_errors",
                        "Responses of an instance with a status of 500 and above.",
                        InstanceCounts::serverErrors),
                inFlight(instances),
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

    private Set<InstanceId> instances() {
        var ids = new TreeSet<InstanceId>();
        for (Desks desks : loops) {
            desks.byName().values().forEach(desk -> ids.addAll(desk.instances().keySet()));
        }
        while (ids.size() > MOST_INSTANCES) {
            ids.pollLast();
        }
        return ids;
    }

    private long sum(InstanceId id, ToLongFunction<InstanceCounts> of) {
        long sum = 0;
        for (Desks desks : loops) {
            ServiceDesk desk = desks.byName().get(id.service());
            InstanceCounts counts = desk == null ? null : desk.instances().get(id);
            sum += counts == null ? 0 : of.applyAsLong(counts);
        }
        return sum;
    }

    private static Labels labels(InstanceId id) {
        return Labels.of("service", id.service(), "instance", id.instance());
    }

    private CounterSnapshot perInstance(
            Set<InstanceId> instances, String name, String help, ToLongFunction<InstanceCounts> of) {
        var metric = CounterSnapshot.builder().name(name).help(help);
        instances.forEach(id -> metric.dataPoint(Points.counter(labels(id), sum(id, of))));
        return metric.build();
    }

    private GaugeSnapshot inFlight(Set<InstanceId> instances) {
        var metric = GaugeSnapshot.builder()
                .name("drover_upstream_in_flight")
                .help("Requests at an instance, upgraded connections among them.");
        instances.forEach(id -> metric.dataPoint(Points.gauge(labels(id), sum(id, InstanceCounts::inFlight))));
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
