package dev.drover.model.plan;

import dev.drover.model.Coordination;
import dev.drover.model.Health;
import dev.drover.model.Model;
import dev.drover.model.Service;
import dev.drover.model.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What would change, in words and as records.
 *
 * @param differences in the order of the file: what is added or changed, then what is removed, section by section
 * @param budgets one for each service of the wanted model
 * @param notes what should be known of the wanted model whether it changes or not, such as TLS that verifies nobody
 */
public record Plan(List<Difference> differences, List<FailoverBudget> budgets, List<String> notes) {
    /** With more of them in one service, changes of instances are counted instead of listed. */
    private static final int MANY = 20;

    /** So many are listed all the same. */
    private static final int FEW = 10;

    public Plan {
        differences = List.copyOf(differences);
        budgets = List.copyOf(budgets);
        notes = List.copyOf(notes);
    }

    public static Plan between(Model now, Model wanted) {
        return new Plan(
                new Comparison(now, wanted).differences(),
                wanted.services().values().stream().map(FailoverBudget::of).toList(),
                notes(wanted));
    }

    public boolean isEmpty() {
        return differences.isEmpty();
    }

    private static List<String> notes(Model wanted) {
        var notes = new ArrayList<String>();
        wanted.registry()
                .filter(r -> !r.listen().isLoopback())
                .ifPresent(
                        r -> notes.add(
                                "registry: at " + r.listen()
                                        + " tokens and answers cross the network unencrypted: let only a network of your own reach it"));
        wanted.registry()
                .filter(r -> r.coordination() instanceof Coordination.Connect)
                .ifPresent(r -> notes.add("registry: what is written crosses the network to ZooKeeper unencrypted"));
        for (Service service : wanted.services().values()) {
            if (service.tls()
                    .filter(Service.UpstreamTls.Unverified.class::isInstance)
                    .isPresent()) {
                notes.add("services." + service.name()
                        + ": TLS is unverified: whoever answers at its addresses is believed");
            }
            Health health = service.health();
            boolean deaf = health.check() instanceof Health.Check.None
                    && health.evidence().failures() == 0
                    && health.evidence().successRate() == 0;
            if (deaf) {
                notes.add("services." + service.name()
                        + ": no check and no evidence: a dead instance is never taken out");
            }
            if (health.removeAtMost() == 100) {
                notes.add("services." + service.name() + ": remove-at-most is 100%: all instances may be out at once");
            }
        }
        return notes;
    }

    /** As printed by {@code drover plan}. */
    public String text() {
        var text = new StringBuilder();
        if (isEmpty()) {
            text.append("nothing changes\n");
        }
        differences.forEach(d -> write(text, d));
        if (!notes.isEmpty()) {
            text.append("\nworth knowing\n");
            notes.forEach(n -> text.append("  ! ").append(n).append('\n'));
        }
        if (!budgets.isEmpty()) {
            text.append("\nfailover budget (at worst, from an instance's death to its last request)\n");
            int widest =
                    budgets.stream().mapToInt(b -> b.service().length()).max().orElse(0);
            budgets.forEach(b -> write(text, b, widest));
        }
        return text.toString();
    }

    private static void write(StringBuilder text, Difference difference) {
        text.append(
                switch (difference.kind()) {
                    case ADDED -> "+ ";
                    case REMOVED -> "- ";
                    case CHANGED -> "~ ";
                });
        text.append(difference.section())
                .append(difference.name().isEmpty() ? "" : " " + difference.name())
                .append('\n');
        long instances = difference.changes().stream().filter(Plan::isInstance).count();
        var left = new TreeMap<String, Integer>();
        int shown = 0;
        for (Difference.Change change : difference.changes()) {
            if (instances > MANY && isInstance(change) && ++shown > FEW) {
                left.merge(word(change), 1, Integer::sum);
            } else {
                write(text, difference.kind(), change);
            }
        }
        if (!left.isEmpty()) {
            List<String> counts = left.entrySet().stream()
                    .map(e -> e.getValue() + " " + e.getKey())
                    .toList();
            text.append("      and more instances: ").append(String.join(", ", counts));
            text.append(" (drover plan --json names each)\n");
        }
        difference.consequences().forEach(c -> text.append("    => ").append(c).append('\n'));
    }

    private static void write(StringBuilder text, Kind kind, Difference.Change change) {
        if (kind == Kind.CHANGED) {
            String sign = change.from().isEmpty() ? "+ " : change.to().isEmpty() ? "- " : "~ ";
            String arrow = change.from().isEmpty() || change.to().isEmpty() ? "" : " -> ";
            text.append("    ").append(sign).append(change.key()).append(": ");
            text.append(change.from()).append(arrow).append(change.to()).append('\n');
        } else {
            text.append("      ").append(change.key()).append(": ");
            text.append(change.to()).append('\n');
        }
    }

    private static boolean isInstance(Difference.Change change) {
        return change.key().startsWith("instances.") && !change.key().startsWith("instances.run.");
    }

    private static String word(Difference.Change change) {
        return change.from().isEmpty() ? "added" : change.to().isEmpty() ? "removed" : "changed";
    }

    private static void write(StringBuilder text, FailoverBudget budget, int widest) {
        text.append("  ")
                .append(budget.service())
                .append(" ".repeat(widest - budget.service().length() + 2));
        text.append(budget.arithmetic());
        text.append(budget.traffic().isEmpty() ? "" : "; " + budget.traffic()).append('\n');
    }
}
