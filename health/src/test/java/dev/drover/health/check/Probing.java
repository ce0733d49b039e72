package dev.drover.health.check;

import dev.drover.health.Models;
import dev.drover.model.Health;
import dev.drover.model.Problem;
import dev.drover.model.Service;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A loop and declared checks for a test, each run once and waited for. */
final class Probing implements AutoCloseable {
    private final Loops loops = Loops.start(1, Ticker.system());
    final Lane lane = Lane.of(loops.get(0));
    final List<Problem> problems = new ArrayList<>();

    static Health health(Health.Check check, Duration timeout) {
        Health d = Health.DEFAULT;
        return new Health(
                check,
                Duration.ofSeconds(10),
                timeout,
                d.fall(),
                d.rise(),
                0,
                d.flaps(),
                d.evidence(),
                d.removeAtMost(),
                d.allDown());
    }

    static Service service(Health.Check check, Duration timeout, Optional<Service.UpstreamTls> tls) {
        return Models.service("shop", health(check, timeout), tls);
    }

    Optional<PreparedCheck> prepare(Service service, boolean asRoot) {
        var environment = Map.of("PATH", System.getenv("PATH"), "KEY", "s3cret");
        return new Checks(environment, asRoot).prepare(service, problems);
    }

    Outcome run(Health.Check check, Duration timeout, int port) throws Exception {
        PreparedCheck ready =
                prepare(service(check, timeout, Optional.empty()), false).orElseThrow();
        return run(ready, port);
    }

    Outcome run(PreparedCheck ready, int port) throws Exception {
        Probe probe = probe(ready, port);
        try {
            return once(probe);
        } finally {
            lane.execute(probe::close);
        }
    }

    Probe probe(PreparedCheck ready, int port) throws Exception {
        var made = new CompletableFuture<Probe>();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        lane.execute(() -> made.complete(ready.probe(lane, address)));
        return made.get(30, TimeUnit.SECONDS);
    }

    Outcome once(Probe probe) throws Exception {
        var outcome = new CompletableFuture<Outcome>();
        lane.execute(() -> probe.begin(outcome::complete));
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loops.close();
    }
}
