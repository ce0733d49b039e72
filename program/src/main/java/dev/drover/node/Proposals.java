package dev.drover.node;

import dev.drover.model.Model;
import dev.drover.model.plan.Difference;
import dev.drover.model.plan.Plan;
import dev.drover.plane.control.Proposal;
import java.util.ArrayList;
import java.util.List;

/** What lies between two models, as it is sent to who asks. */
final class Proposals {
    private Proposals() {}

    static Proposal between(long base, Model running, Model wanted) {
        Plan plan = Plan.between(running, wanted);
        var lines = new ArrayList<Proposal.Line>();
        plan.differences().forEach(d -> lines(d, lines));
        List<Proposal.Budget> budgets = plan.budgets().stream()
                .map(b -> new Proposal.Budget(
                        b.service(), b.detectionSeconds(), b.propagationSeconds(), b.arithmetic(), b.traffic()))
                .toList();
        return new Proposal(base, !plan.isEmpty(), plan.text(), lines, budgets);
    }

    private static void lines(Difference difference, List<Proposal.Line> lines) {
        String kind = switch (difference.kind()) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
        };
        String path =
                difference.name().isEmpty() ? difference.section() : difference.section() + " " + difference.name();
        if (difference.changes().isEmpty()) {
            lines.add(new Proposal.Line(kind, path, "", "", ""));
        }
        difference.changes().forEach(c -> lines.add(new Proposal.Line(kind, path, c.key(), c.from(), c.to())));
    }
}
