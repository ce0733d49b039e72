package dev.drover.registry.plane;

import dev.drover.board.Board;
import dev.drover.plane.NodeLife;
import dev.drover.plane.Reports;
import dev.drover.plane.Secrets;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.registry.agent.Means;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a registry is lent.
 *
 * @param node the name of this node
 * @param id of this node in the catalog, a UUID
 * @param version of Drover
 * @param secrets reads those of tokens
 * @param means for the checks of what registers itself
 * @param life of the node, which is there after its planes
 * @param folder of its own, made when it is first needed
 */
public record RegistryLoans(
        Board board,
        Reports reports,
        Vantages vantages,
        Ticker ticker,
        RandomGenerator random,
        String node,
        String id,
        String version,
        Secrets secrets,
        Means means,
        Supplier<NodeLife> life,
        Path folder,
        PrometheusRegistry metrics) {
    /** The id of a node: always the same for the same secret and name. */
    public static String id(byte[] secret, String node) {
        return Homes.id(secret, node).toString();
    }
}
