package dev.drover.node;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

/** What a scrape learns of the node as a whole: its version, and which generations are in force where. */
final class NodeMetrics implements MultiCollector {
    private final String version;
    private final Supplier<Generations> now;

    /**
     * The generations at one moment.
     *
     * @param agreed on by the nodes of the cluster; 0 for a node for itself
     * @param planes by plane, the board generation it confirmed
     */
    record Generations(long model, long agreed, long board, Map<String, Long> planes) {}

    NodeMetrics(String version, Supplier<Generations> now) {
        this.version = version;
        this.now = now;
    }

    @Override
    public MetricSnapshots collect() {
        Generations generations = now.get();
        return new MetricSnapshots(
                InfoSnapshot.builder()
                        .name("drover_build")
                        .help("What this node runs.")
                        .dataPoint(InfoDataPointSnapshot.builder()
                                .labels(Labels.of("version", version, "java", System.getProperty("java.version", "")))
                                .build())
                        .build(),
                gauge("drover_model_generation", "Generation of the model in force; 0 before the first.", (double)
                        generations.model()),
                gauge(
                        "drover_model_agreed_generation",
                        "Generation of the model that the nodes of the cluster agreed on; 0 for a node for itself.",
                        (double) generations.agreed()),
                gauge("drover_board_generation", "Newest generation of what is observed.", (double)
                        generations.board()),
                planes(generations.planes()));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static GaugeSnapshot planes(Map<String, Long> confirmed) {
        var metric = GaugeSnapshot.builder()
                .name("drover_plane_generation")
                .help("Generation of the board that a plane confirmed.");
        confirmed.forEach((plane, generation) -> metric.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("plane", plane))
                .value(generation)
                .build()));
        return metric.build();
    }
}
