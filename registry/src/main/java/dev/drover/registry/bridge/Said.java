package dev.drover.registry.bridge;

import dev.drover.plane.Reports;
import dev.drover.policy.vantage.Panel;
import dev.drover.registry.entry.Vote;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** What the nodes of a panel say together, in words. */
final class Said {
    private Said() {}

    /**
     * The majority's word.
     *
     * @param votes of one instance
     * @return empty while too few have said anything
     */
    static Optional<Reports.Report> of(Panel panel, List<Vote> votes) {
        var passing = new HashMap<String, Boolean>();
        votes.forEach(v -> passing.put(v.node(), v.passing()));
        return panel.verdict(passing).map(up -> new Reports.Report(up, words(panel, votes, up)));
    }

    private static String words(Panel panel, List<Vote> votes, boolean up) {
        long agreed = votes.stream()
                .filter(v -> panel.has(v.node()) && v.passing() == up)
                .count();
        var words = new StringBuilder()
                .append(agreed)
                .append(" of ")
                .append(panel.nodes().size())
                .append(" nodes measure it ")
                .append(up ? "up" : "down");
        for (Vote vote : votes) {
            if (panel.has(vote.node()) && !vote.passing()) {
                words.append("; ").append(vote.node()).append(": ").append(vote.words());
            }
        }
        return words.toString();
    }
}
