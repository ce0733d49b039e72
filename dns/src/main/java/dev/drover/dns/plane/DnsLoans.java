package dev.drover.dns.plane;

import dev.drover.dns.answer.Identity;
import dev.drover.plane.Challenges;
import dev.drover.plane.Discovery;
import dev.drover.plane.KeySteps;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What the names are lent by the program.
 *
 * @param loops that serve streams, and as many threads serve datagrams; they stay the lender's to close
 * @param random draws what nobody may foresee
 * @param identity what is told of the server to those who ask
 * @param node name of this one
 * @param discovery gives the catalog where a registry runs
 * @param challenges that nodes with one registry agreed on
 * @param keySteps that they agreed on
 * @param metrics is told what was counted, when it is scraped
 * @param folder for what the names keep; made when there is something
 * @param logs folder of logs
 */
public record DnsLoans(
        Loops loops,
        Ticker ticker,
        RandomGenerator random,
        Identity identity,
        String node,
        Discovery discovery,
        Challenges challenges,
        KeySteps keySteps,
        PrometheusRegistry metrics,
        Path folder,
        Path logs) {}
