package dev.drover.observe.rule;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.observe.sample.Window;

/** What a rule says of a window, as the kind of outcome that a test expects. */
public final class Judged {
    private Judged() {}

    public static Finding found(Rule rule, Window window) {
        return assertInstanceOf(Outcome.Found.class, rule.judge(window))
                .findings()
                .getFirst();
    }

    public static Outcome.Quiet quiet(Rule rule, Window window) {
        return assertInstanceOf(Outcome.Quiet.class, rule.judge(window));
    }

    public static Outcome.Busy busy(Rule rule, Window window) {
        return assertInstanceOf(Outcome.Busy.class, rule.judge(window));
    }

    public static String notMeasurable(Rule rule, Window window) {
        return assertInstanceOf(Outcome.NotMeasurable.class, rule.judge(window)).why();
    }

    public static String notApplicable(Rule rule, Window window) {
        return assertInstanceOf(Outcome.NotApplicable.class, rule.judge(window)).why();
    }
}
