package dev.drover.dns.plane;

import dev.drover.dns.answer.Identity;
import dev.drover.plane.Challenges;
import dev.drover.plane.Discovery;
import dev.drover.plane.KeySteps;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.Random;

/** What the names of a test are lent. */
public final class Lent {
    private Lent() {}

    /** To a node for itself. */
    public static DnsLoans of(Loops loops, Ticker ticker, String node, Path folder) {
        return of(loops, ticker, node, folder, Challenges.none(), KeySteps.none());
    }

    /** To one that agrees with others. */
    static DnsLoans of(Loops loops, Ticker ticker, String node, Path folder, Challenges challenges, KeySteps keySteps) {
        return new DnsLoans(
                loops,
                ticker,
                new Random(1),
                new Identity(node, "", Identity.SAFE_PAYLOAD),
                node,
                Discovery.none(),
                challenges,
                keySteps,
                new PrometheusRegistry(),
                folder,
                folder.resolve("logs"));
    }
}
