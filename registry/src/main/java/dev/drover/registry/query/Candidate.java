package dev.drover.registry.query;

import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import java.util.Collection;
import java.util.List;

/**
 * An instance of the service that is asked for.
 *
 * @param checks its own and its node's
 */
public record Candidate(Node node, Service service, List<Check> checks) {
    public Candidate {
        checks = List.copyOf(checks);
    }

    /** Whether no check is critical, or all pass if {@code onlyPassing}; those of {@code ignored} ids say nothing. */
    boolean isHealthy(boolean onlyPassing, Collection<String> ignored) {
        return checks.stream()
                .filter(c -> !ignored.contains(c.id()))
                .noneMatch(
                        c -> c.status() == CheckStatus.CRITICAL || (onlyPassing && c.status() != CheckStatus.PASSING));
    }
}
