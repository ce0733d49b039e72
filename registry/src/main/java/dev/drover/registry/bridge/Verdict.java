package dev.drover.registry.bridge;

import dev.drover.plane.Reports.Report;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import java.util.List;

/** What the checks of one instance say together: the worst counts, and a warning is no failure. */
final class Verdict {
    /** What is quoted of what a check printed. */
    private static final int QUOTED = 160;

    private Verdict() {}

    static Report of(State state, Service service) {
        List<Check> checks = state.checksFor(service);
        Check worst = checks.isEmpty() ? null : checks.getFirst();
        for (Check check : checks) {
            worst = worst == null || check.status().compareTo(worst.status()) > 0 ? check : worst;
        }
        if (worst == null || worst.status() == CheckStatus.PASSING) {
            return new Report(
                    true, passing(state.checksOf(service.node(), service.id()).size()));
        }
        return new Report(worst.status() != CheckStatus.CRITICAL, words(worst));
    }

    private static String passing(int own) {
        return switch (own) {
            case 0 -> "registered without a check of its own";
            case 1 -> "its registered check passes";
            default -> "its " + own + " registered checks pass";
        };
    }

    private static String words(Check check) {
        String text = check.output().isEmpty() ? check.notes() : check.output();
        String line = text.strip().lines().findFirst().orElse("");
        String quoted = line.length() > QUOTED ? line.substring(0, QUOTED) + "..." : line;
        return "registered check " + check.id() + " is " + check.status().text()
                + (quoted.isEmpty() ? "" : ": " + quoted);
    }
}
