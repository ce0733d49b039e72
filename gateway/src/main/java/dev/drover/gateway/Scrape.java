package dev.drover.gateway;

import dev.drover.gateway.guard.ConnectionCaps;
import dev.drover.gateway.log.AccessLog;
import dev.drover.gateway.measure.Points;
import dev.drover.gateway.measure.RequestMetrics;
import dev.drover.gateway.service.ServiceMetrics;
import dev.drover.gateway.service.ServiceTable;
import dev.drover.gateway.stage.Connections;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;

/** What the gateway tells a scrape. */
final class Scrape {
    private final List<MultiCollector> collectors;

    Scrape(List<LoopLane> lanes, ConnectionCaps caps, AccessLog log, Shared shared) {
        this.collectors = List.of(
                new RequestMetrics(lanes.stream().map(LoopLane::measures).toList()),
                new ServiceMetrics(lanes.stream().map(LoopLane::desks).toList()),
                () -> node(caps, log, shared));
    }

    void register(PrometheusRegistry registry) {
        collectors.forEach(registry::register);
    }

    void unregister(PrometheusRegistry registry) {
        collectors.forEach(registry::unregister);
    }

    private static MetricSnapshots node(ConnectionCaps caps, AccessLog log, Shared shared) {
        return new MetricSnapshots(
                Points.gauge("drover_connections", "Client connections that are open.", caps.open()),
                Points.counter("drover_connections_accepted", "Client connections that were taken.", caps.accepted()),
                rejected(caps),
                Points.counter("drover_access_log_lines", "Lines written to the access log.", log.written()),
                Points.counter(
                        "drover_access_log_lost", "Requests without a line, since none could be kept.", log.lost()),
                Points.gauge(
                        "drover_gateway_generation",
                        "Generation of the board in force.",
                        shared.tables().generation()),
                waiting(shared));
    }

    private static CounterSnapshot rejected(ConnectionCaps caps) {
        var metric = CounterSnapshot.builder()
                .name("drover_connections_rejected")
                .help("Client connections that were closed before a request could be answered.");
        for (Connections.Reason reason : Connections.Reason.values()) {
            metric.dataPoint(
                    Points.counter(Labels.of("reason", reason.name().toLowerCase(Locale.ROOT)), caps.rejected(reason)));
        }
        return metric.build();
    }

    private static GaugeSnapshot waiting(Shared shared) {
        var metric = GaugeSnapshot.builder()
                .name("drover_service_waiting")
                .help("Requests that wait for a place under the service's cap.");
        for (ServiceTable table : shared.tables().services()) {
            metric.dataPoint(Points.gauge(Labels.of("service", table.service().name()), table.waiting()));
        }
        return metric.build();
    }
}
