package dev.drover.gateway;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.log.LogSettings;
import dev.drover.plane.Evidence;
import dev.drover.plane.Ticker;
import dev.drover.policy.balance.Tokens;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the gateway is lent by the program.
 *
 * @param loops runs a task on the event loop of that index
 * @param randoms makes the source of one event loop
 * @param tokens of the cluster, for sticky cookies
 * @param metrics is told what the loops count, when it is scraped
 */
public record GatewayLoans(
        List<Executor> loops,
        Ticker ticker,
        Supplier<RandomGenerator> randoms,
        Evidence evidence,
        Guards guards,
        Tokens tokens,
        LogSettings log,
        PrometheusRegistry metrics) {
    public GatewayLoans {
        loops = List.copyOf(loops);
    }
}
