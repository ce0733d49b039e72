package dev.drover.registry.plane;

import dev.drover.plane.Registrations;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a scrape learns of the registry; nothing where none runs. */
final class RegistryMetrics implements MultiCollector {
    private final Registrations registrations;
    private final InstantSource clock;

    RegistryMetrics(Registrations registrations, InstantSource clock) {
        this.registrations = registrations;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        return registrations.figures().map(this::of).orElseGet(MetricSnapshots::new);
    }

    private MetricSnapshots of(Registrations.Figures f) {
        double stale = f.staleSince().map(this::secondsSince).orElse(0.0);
        List<MetricSnapshot> all = List.of(
                gauge("drover_registry_nodes", "Nodes in the catalog.", f.nodes()),
                gauge("drover_registry_services", "Names that have an instance in the catalog.", f.services()),
                gauge("drover_registry_instances", "Instances in the catalog.", f.instances()),
                gauge("drover_registry_checks", "Checks in the catalog.", f.checks()),
                gauge("drover_registry_keys", "Keys that have a value.", f.keys()),
                gauge("drover_registry_sessions", "Sessions that hold or may hold locks.", f.sessions()),
                gauge("drover_registry_waiting", "Blocking queries that wait for a change.", f.waiting()),
                gauge("drover_registry_index", "Position of the newest write.", (double) f.index()),
                gauge("drover_registry_stale_seconds", "For how long nothing can be written; 0 while it can.", stale));
        return new MetricSnapshots(registrations.sites().isEmpty() ? all : both(all));
    }

    private List<MetricSnapshot> both(List<MetricSnapshot> all) {
        var more = new ArrayList<>(all);
        more.add(silent());
        return more;
    }

    private GaugeSnapshot silent() {
        var all = GaugeSnapshot.builder()
                .name("drover_registry_site_silent_seconds")
                .help("For how long another site is not heard; 0 while it is.");
        for (Registrations.OtherSite site : registrations.sites()) {
            all.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("site", site.name()))
                    .value(site.silentSince().map(this::secondsSince).orElse(0.0))
                    .build());
        }
        return all.build();
    }

    private double secondsSince(Instant moment) {
        return Duration.between(moment, clock.instant()).toMillis() / 1000.0;
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
