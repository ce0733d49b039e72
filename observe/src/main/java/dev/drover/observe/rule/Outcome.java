package dev.drover.observe.rule;

import dev.drover.observe.counter.Measured;
import java.util.List;
import java.util.function.Function;

/** What a rule says of a window. */
public sealed interface Outcome {
    /** Something is wrong. Several at once if it is wrong with several devices, groups or processes; worst first. */
    record Found(List<Finding> findings) implements Outcome {
        public Found {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }

        public Found(Finding finding) {
            this(List.of(finding));
        }
    }

    /** All is well, and the numbers that say so. */
    record Quiet(String why, List<Evidence> numbers) implements Outcome {
        public Quiet {
            numbers = List.copyOf(numbers);
        }
    }

    /** Much is used, and nobody waits for it: busy is not a bottleneck. */
    record Busy(String what, List<Evidence> numbers) implements Outcome {
        public Busy {
            numbers = List.copyOf(numbers);
        }
    }

    /** A counter it needs cannot be read. */
    record NotMeasurable(String why) implements Outcome {}

    /** The rule has no meaning on this host, such as on this kernel. */
    record NotApplicable(String why) implements Outcome {}

    /** Goes on with a value, or ends as not measurable. */
    static <T> Outcome when(Measured<T> value, Function<? super T, Outcome> then) {
        return switch (value) {
            case Measured.Value<T>(T measured) -> then.apply(measured);
            case Measured.Unmeasurable<T>(String why) -> new NotMeasurable(why);
        };
    }
}
