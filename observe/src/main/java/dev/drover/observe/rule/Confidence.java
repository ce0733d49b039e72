package dev.drover.observe.rule;

/**
 * How sure a finding is.
 *
 * @param value from 0 to 1
 * @param reason in a few words: what supports it, or what is missing
 */
public record Confidence(double value, String reason) {
    public Confidence {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a confidence lies between 0 and 1, not " + value);
        }
    }
}
