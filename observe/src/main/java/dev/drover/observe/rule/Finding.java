package dev.drover.observe.rule;

import java.time.Instant;
import java.util.List;

/**
 * Something that a rule found wrong.
 *
 * @param rule its id
 * @param headline one clause with the numbers that matter, such as {@code CPU saturated: 97 % busy, tasks waited 60 % of the time}
 * @param who whom it is about: causes first
 * @param onset when it began, within the window
 * @param magnitude how much of the time it cost somebody, from 0 to 1: by it findings are compared
 */
public record Finding(
        String rule,
        Severity severity,
        Confidence confidence,
        String headline,
        List<Who> who,
        List<Evidence> evidence,
        Instant onset,
        double magnitude) {
    public Finding {
        who = List.copyOf(who);
        evidence = List.copyOf(evidence);
        magnitude = Math.clamp(magnitude, 0, 1);
    }
}
