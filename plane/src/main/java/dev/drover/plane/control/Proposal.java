package dev.drover.plane.control;

import java.util.List;

/**
 * What applying a file would change.
 *
 * @param base generation of the model it was compared with; 0 when nothing runs
 * @param text for reading, with the failover budget of every service it touches; empty when nothing changes
 * @param changes the same, one a line of a diff
 * @param budgets of every service it would run
 */
public record Proposal(long base, boolean changed, String text, List<Line> changes, List<Budget> budgets) {
    public Proposal {
        changes = List.copyOf(changes);
        budgets = List.copyOf(budgets);
    }

    /**
     * A line of the diff.
     *
     * @param kind {@code +}, {@code -} or {@code ~}
     */
    public record Line(String kind, String path, String from, String to) {}

    /** Seconds from the failure of an instance until no request is sent to it. */
    public record Budget(String service, double detectionSeconds, double propagationSeconds) {}
}
