package dev.drover.health;

import dev.drover.board.Board;
import dev.drover.board.Instance;
import dev.drover.board.ServiceState;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What health tells Prometheus. By service, never by instance: instances come and go. Without exemplars: a check has no trace to
 * point to, and the library would wake a thread for each.
 */
final class Meters {
    private final Counter checks;
    private final Histogram duration;
    private final Counter ejections;

    Meters(PrometheusRegistry registry, Board board) {
        checks = Counter.builder()
                .name("drover_health_checks_total")
                .help("Active checks that ended")
                .labelNames("service", "result")
                .withoutExemplars()
                .register(registry);
        duration = Histogram.builder()
                .name("drover_health_check_duration_seconds")
                .help("Time from the beginning of an active check to its result")
                .labelNames("service")
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
                .register(registry);
        ejections = Counter.builder()
                .name("drover_health_ejections_total")
                .help("Instances ejected by the evidence of live traffic")
                .labelNames("service", "cause")
                .withoutExemplars()
                .register(registry);
        GaugeWithCallback.builder()
                .name("drover_instances")
                .help("Instances by what is measured and what is served")
                .labelNames("service", "measured", "standing")
                .callback(to -> count(board, to))
                .register(registry);
    }

    private static void count(Board board, GaugeWithCallback.Callback to) {
        for (ServiceState service : board.now().services().values()) {
            Map<String, Integer> counts = new TreeMap<>();
            for (Instance instance : service.instances()) {
                String states = lower(instance.measured().state()) + " "
                        + lower(instance.standing().verdict());
                counts.merge(states, 1, Integer::sum);
            }
            counts.forEach((states, count) -> {
                int space = states.indexOf(' ');
                to.call(count, service.name(), states.substring(0, space), states.substring(space + 1));
            });
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    OfService of(String service) {
        return new OfService(
                checks.labelValues(service, "passed"),
                checks.labelValues(service, "failed"),
                duration.labelValues(service),
                ejections.labelValues(service, "failures"),
                ejections.labelValues(service, "success-rate"));
    }

    void forget(String service) {
        checks.remove(service, "passed");
        checks.remove(service, "failed");
        duration.remove(service);
        ejections.remove(service, "failures");
        ejections.remove(service, "success-rate");
    }

    /** The lines of one service, found once. */
    record OfService(
            CounterDataPoint passed,
            CounterDataPoint failed,
            DistributionDataPoint duration,
            CounterDataPoint byFailures,
            CounterDataPoint byRate) {
        void check(boolean pass, long nanos) {
            (pass ? passed : failed).inc();
            duration.observe(nanos / 1e9);
        }
    }
}
