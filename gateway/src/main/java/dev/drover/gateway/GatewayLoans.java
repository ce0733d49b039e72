package dev.drover.gateway;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.log.LogSettings;
import dev.drover.plane.Arrivals;
import dev.drover.plane.Evidence;
import dev.drover.plane.Ticker;
import dev.drover.policy.balance.Tokens;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the gateway is lent by the program.
 *
 * @param loops that serve; they stay the lender's to close
 * @param randoms makes the source of one event loop
 * @param arrivals is told of some requests
 * @param tokens of the cluster, for sticky cookies
 * @param metrics is told what the loops count, when it is scraped
 */
public record GatewayLoans(
        Loops loops,
        Ticker ticker,
        Supplier<RandomGenerator> randoms,
        Evidence evidence,
        Arrivals arrivals,
        Guards guards,
        Tokens tokens,
        LogSettings log,
        PrometheusRegistry metrics) {}
