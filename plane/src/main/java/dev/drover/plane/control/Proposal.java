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
     * One key that changes.
     *
     * @param kind {@code +}, {@code -} or {@code ~}: the thing is added, removed or changed
     * @param thing section and name, such as {@code service catalog}
     * @param key dotted, below the thing; empty where the thing has none
     * @param from as the file spells it; empty for what was not there
     * @param to as the file spells it; empty for what is no longer there
     */
    public record Line(String kind, String thing, String key, String from, String to) {}

    /**
     * Seconds from the death of an instance until no request is sent to it, at worst.
     *
     * @param detectionSeconds 0 where there is no active check
     * @param arithmetic the sum as it was made
     * @param traffic what live traffic finds sooner; may be empty
     */
    public record Budget(
            String service, double detectionSeconds, double propagationSeconds, String arithmetic, String traffic) {}
}
