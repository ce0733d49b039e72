package dev.drover.dns.plane;

import dev.drover.dns.missteer.Meter;
import dev.drover.dns.sample.Samples;
import dev.drover.dns.serve.Figures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;

/** What a scrape learns of the names; nothing where none was ever asked for. */
final class NameMetrics implements MultiCollector {
    private final Figures figures;
    private final Samples samples;
    private final Meter meter;

    NameMetrics(Traffic traffic, Meter meter) {
        this.meter = meter;
        this.figures = traffic.figures();
        this.samples = traffic.samples();
    }

    @Override
    public MetricSnapshots collect() {
        var answered = CounterSnapshot.builder()
                .name("drover_dns_queries")
                .help("Queries answered, by zone (empty: none of ours), type, code of the response and transport.");
        figures.answered()
                .forEach((what, count) -> answered.dataPoint(point(
                        Labels.of(
                                "zone",
                                what.zone(),
                                "type",
                                what.type(),
                                "rcode",
                                what.rcode(),
                                "transport",
                                what.transport().name().toLowerCase(Locale.ROOT)),
                        count)));
        var decided = CounterSnapshot.builder()
                .name("drover_dns_decisions")
                .help("Answers of chains, by the step that had the last word; none: all were answered.");
        figures.decided()
                .forEach((what, count) ->
                        decided.dataPoint(point(Labels.of("zone", what.zone(), "step", what.step()), count)));
        var arrived = CounterSnapshot.builder()
                .name("drover_dns_arrived")
                .help(
                        "Requests that were compared with what names would have answered their clients, by where they should have arrived.")
                .dataPoint(point(Labels.of("wanted", "here"), meter.right()))
                .dataPoint(point(Labels.of("wanted", "elsewhere"), meter.wrong()));
        return figures.byRcode().isEmpty() && figures.dropped() == 0 && !meter.isOn()
                ? new MetricSnapshots()
                : new MetricSnapshots(
                        answered.build(),
                        arrived.build(),
                        decided.build(),
                        one("drover_dns_truncated", "Answers cut off since they did not fit.", figures.truncated()),
                        one("drover_dns_dropped", "What was no query, and got no answer.", figures.dropped()),
                        one("drover_dns_query_log_lines", "Lines of the log of queries.", samples.written()),
                        one(
                                "drover_dns_query_log_lost",
                                "Lines that could not be written, or had no place to wait.",
                                samples.lost()),
                        one(
                                "drover_dns_arrived_dropped",
                                "Reports of requests that found no place to wait.",
                                meter.dropped()));
    }

    private static CounterSnapshot one(String name, String help, long count) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, count))
                .build();
    }

    private static CounterDataPointSnapshot point(Labels labels, long count) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) count)
                .build();
    }
}
