package dev.drover.dns.plane;

import dev.drover.dns.transfer.Secondaries;
import dev.drover.plane.NameTraffic.Copied;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What a scrape learns of the zones of other primaries; nothing where there are none. */
final class CopyMetrics implements MultiCollector {
    private static final double MILLIS = 1e3;

    private final Secondaries secondaries;

    CopyMetrics(Secondaries secondaries) {
        this.secondaries = secondaries;
    }

    @Override
    public MetricSnapshots collect() {
        List<Copied> all = secondaries.told();
        return all.isEmpty()
                ? new MetricSnapshots()
                : new MetricSnapshots(
                        gauge(
                                "drover_dns_copy_answered",
                                "1 while a zone of another primary is answered for.",
                                all,
                                c -> flag(c.answered())),
                        gauge(
                                "drover_dns_copy_failing",
                                "1 while a zone could not be fetched at the last try.",
                                all,
                                c -> flag(!c.trouble().isEmpty())),
                        gauge("drover_dns_copy_serial", "Serial of what came last.", all, CopyMetrics::serial),
                        gauge(
                                "drover_dns_copy_checked_timestamp_seconds",
                                "When a primary was last asked with success.",
                                all,
                                c -> seconds(c.checked())),
                        gauge(
                                "drover_dns_copy_expires_timestamp_seconds",
                                "When the zone is not answered for any more unless a primary is reached.",
                                all,
                                c -> seconds(c.expires())));
    }

    private static GaugeSnapshot gauge(
            String name, String help, List<Copied> all, Function<Copied, OptionalDouble> value) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        for (Copied one : all) {
            value.apply(one)
                    .ifPresent(v -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("zone", one.zone()))
                            .value(v)
                            .build()));
        }
        return gauge.build();
    }

    private static OptionalDouble flag(boolean is) {
        return OptionalDouble.of(is ? 1 : 0);
    }

    private static OptionalDouble serial(Copied one) {
        return one.serial().isPresent()
                ? OptionalDouble.of((double) one.serial().getAsLong())
                : OptionalDouble.empty();
    }

    private static OptionalDouble seconds(Optional<Instant> at) {
        return at.map(instant -> OptionalDouble.of((double) instant.toEpochMilli() / MILLIS))
                .orElseGet(OptionalDouble::empty);
    }
}
