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
 * @param notCausedBy ids of rules that declare to cause such findings, and for which the counters say that they did not cause this one
 * @param symptom whether it is worth telling behind a cause only: alone it means that much is used, not that something is wrong
 */
public record Finding(
        String rule,
        Severity severity,
        Confidence confidence,
        String headline,
        List<Who> who,
        List<Evidence> evidence,
        Instant onset,
        double magnitude,
        List<String> notCausedBy,
        boolean symptom) {
    public Finding {
        who = List.copyOf(who);
        evidence = List.copyOf(evidence);
        magnitude = Math.clamp(magnitude, 0, 1);
        notCausedBy = List.copyOf(notCausedBy);
    }

    public Finding(
            String rule,
            Severity severity,
            Confidence confidence,
            String headline,
            List<Who> who,
            List<Evidence> evidence,
            Instant onset,
            double magnitude) {
        this(rule, severity, confidence, headline, who, evidence, onset, magnitude, List.of(), false);
    }

    /** The same finding, known to have nothing to do with these. */
    public Finding notCausedBy(List<String> ids) {
        return new Finding(rule, severity, confidence, headline, who, evidence, onset, magnitude, ids, symptom);
    }

    /** The same finding, so sure. */
    public Finding with(Confidence other) {
        return new Finding(rule, severity, other, headline, who, evidence, onset, magnitude, notCausedBy, symptom);
    }

    /** The same finding, about these. */
    public Finding about(List<Who> others) {
        return new Finding(
                rule, severity, confidence, headline, others, evidence, onset, magnitude, notCausedBy, symptom);
    }

    /** The same finding, to be told behind a cause only. */
    public Finding asSymptom() {
        return new Finding(rule, severity, confidence, headline, who, evidence, onset, magnitude, notCausedBy, true);
    }
}
