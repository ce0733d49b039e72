package dev.drover.observe.verdict;

import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Window;
import java.time.Duration;

/**
 * How far apart samples are, and what that takes from findings. Thresholds are made for seconds; an average over minutes tells of
 * trouble that lasted, dilutes what was short, and knows of onsets only the interval.
 *
 * @param seconds between samples, on average
 */
record Coarse(double seconds) {
    private static final double FINE_SECONDS = 30;
    private static final double CONFIDENCE = 0.8;
    private static final Duration FINE_TOLERANCE = Duration.ofMillis(2500);

    static Coarse of(Window window) {
        return new Coarse(window.intervals().stream()
                .mapToDouble(Interval::seconds)
                .average()
                .orElseThrow());
    }

    /** By how much a cause may seem to begin after what it causes: onsets are known to a sample. */
    Duration tolerance() {
        return seconds > FINE_SECONDS ? Duration.ofMillis((long) (1000 * seconds)) : FINE_TOLERANCE;
    }

    Outcome temper(Outcome outcome) {
        return outcome instanceof Outcome.Found found && seconds > FINE_SECONDS
                ? new Outcome.Found(found.findings().stream().map(this::temper).toList())
                : outcome;
    }

    private Finding temper(Finding finding) {
        Confidence before = finding.confidence();
        return finding.with(new Confidence(
                before.value() * CONFIDENCE,
                before.reason() + "; but samples are " + Unit.SECONDS.show(seconds)
                        + " apart: peaks and the onset within are unknown"));
    }
}
