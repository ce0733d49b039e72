package dev.drover.observe.verdict;

import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.RuleFacts;
import java.util.List;

/** What all findings come to. */
public sealed interface Verdict {
    /** Something holds work up: the causes, worst first. */
    record Bottleneck(List<Cause> causes) implements Verdict {}

    /** Nothing holds work up, and little is used. */
    record Healthy() implements Verdict {}

    /**
     * Nothing holds work up, though much is used.
     *
     * @param what in a clause each
     */
    record HealthyBusy(List<String> what) implements Verdict {}

    /** Nothing was found, but not all resources could be judged. */
    record CannotTell(List<String> why) implements Verdict {}

    /** A finding that no other explains, and those that it does. */
    record Cause(RuleFacts rule, Finding finding, List<Consequence> consequences) {
        /** The command by which a person looks at this very finding. */
        public String check() {
            String who =
                    finding.who().isEmpty() ? "..." : finding.who().getFirst().name();
            return rule.check().replace("{who}", who);
        }
    }

    /** A finding that would most likely go with its cause. */
    record Consequence(RuleFacts rule, Finding finding) {}
}
