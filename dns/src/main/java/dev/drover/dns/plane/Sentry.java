package dev.drover.dns.plane;

import dev.drover.dns.guard.Guard;
import dev.drover.model.Coordination;
import dev.drover.model.Dns;
import dev.drover.model.Dns.Guarding;
import dev.drover.model.Model;
import dev.drover.model.Registry;
import dev.drover.model.Secret;
import dev.drover.plane.Secrets;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The guard of all servers, as models want it. Nodes that share a registry share its secret, and so know each other's cookies: a client may
 * be answered by any of them. A node without one draws a secret of its own each time it starts.
 */
final class Sentry implements MultiCollector {
    private final Guard guard;
    private final byte[] own;

    /** @param own drawn at random */
    Sentry(Guard guard, byte[] own) {
        this.guard = guard;
        this.own = own.clone();
    }

    Guard guard() {
        return guard;
    }

    /** What puts a model's wishes in force. */
    Runnable prepare(Model model, Secrets secrets) {
        Guarding wanted = model.dns().flatMap(Dns::guarding).orElse(Guarding.DEFAULT);
        byte[] seed = shared(model)
                .map(secrets::read)
                .filter(Secrets.Read.Text.class::isInstance)
                .map(read -> ((Secrets.Read.Text) read).text().getBytes(StandardCharsets.UTF_8))
                .orElse(own);
        return () -> guard.use(wanted.limiting(), wanted.cookies(), seed);
    }

    private static Optional<Secret> shared(Model model) {
        return model.registry().map(Registry::coordination).flatMap(coordination -> switch (coordination) {
            case Coordination.Embedded() -> Optional.<Secret>empty();
            case Coordination.Ensemble(var _, var secret, var _) -> Optional.of(secret);
            case Coordination.Connect(var _, var secret) -> secret;
        });
    }

    @Override
    public MetricSnapshots collect() {
        Guard.Counts counts = guard.counts();
        return new MetricSnapshots(CounterSnapshot.builder()
                .name("drover_dns_limited")
                .help("Responses in datagrams over a network's limit, by what became of them.")
                .dataPoint(point("dropped", counts.dropped()))
                .dataPoint(point("slipped", counts.slipped()))
                .dataPoint(point("sent_for_cookie", counts.cookies()))
                .dataPoint(point("sent_to_allowed", counts.allowed()))
                .build());
    }

    private static CounterDataPointSnapshot point(String outcome, long count) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of("outcome", outcome))
                .value((double) count)
                .build();
    }
}
