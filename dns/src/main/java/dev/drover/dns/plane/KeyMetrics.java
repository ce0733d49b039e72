package dev.drover.dns.plane;

import dev.drover.dns.rollover.Waiting;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** What a scrape learns of keys that wait for the zone above; nothing while none does. */
final class KeyMetrics implements Collector {
    private static final double MILLIS = 1e3;

    private final Supplier<List<Waiting>> waiting;

    KeyMetrics(Supplier<List<Waiting>> waiting) {
        this.waiting = waiting;
    }

    @Override
    public MetricSnapshot collect() {
        var gauge = GaugeSnapshot.builder()
                .name("drover_dns_key_waits_since_timestamp_seconds")
                .help("Since when the next key of a zone waits for the zone above.");
        for (Waiting one : waiting.get()) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("zone", KeyList.bare(one.zone())))
                    .value((double) one.since().toEpochMilli() / MILLIS)
                    .build());
        }
        return gauge.build();
    }
}
