package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Verdict HEALTHY = new Verdict.Healthy();
    private static final Verdict BUSY = new Verdict.HealthyBusy(List.of("CPUs 90 % busy"));

    private final Standing standing = new Standing();
    private long second;

    private Verdict next(Verdict found) {
        second++;
        return standing.next(found, Instant.ofEpochSecond(second), second * 1_000_000_000);
    }

    private static Verdict bottleneck(String... rules) {
        return new Verdict.Bottleneck(Stream.of(rules)
                .map(rule -> new Verdict.Cause(
                        RuleFacts.of(rule, 1, Family.CPU, rule),
                        new Finding(
                                rule,
                                Severity.WARNING,
                                new Confidence(1, "sure"),
                                "it waits",
                                List.of(Who.host("")),
                                List.of(),
                                Instant.EPOCH,
                                1),
                        List.of()))
                .toList());
    }

    private static List<String> told(Verdict verdict) {
        return assertInstanceOf(Verdict.Bottleneck.class, verdict).causes().stream()
                .map(c -> c.rule().id())
                .toList();
    }

    @Test
    void tellsACauseOnlyOnceItWasFoundTwiceInARow() {
        assertEquals(HEALTHY, next(HEALTHY));
        assertEquals(HEALTHY, next(bottleneck("a")));
        assertEquals(HEALTHY, next(HEALTHY));
        assertEquals(HEALTHY, next(bottleneck("a")));
        assertEquals(List.of("a"), told(next(bottleneck("a"))));
    }

    @Test
    void keepsACauseUntilItWasGoneForTenSeconds() {
        next(bottleneck("a"));
        next(bottleneck("a"));
        for (int i = 0; i < 9; i++) {
            assertEquals(List.of("a"), told(next(HEALTHY)), "after " + i);
        }
        assertEquals(HEALTHY, next(HEALTHY));
    }

    @Test
    void doesNotFlapWithACauseThatComesAndGoes() {
        next(bottleneck("a"));
        next(bottleneck("a"));
        for (int i = 0; i < 20; i++) {
            assertEquals(List.of("a"), told(next(i % 3 == 0 ? bottleneck("a") : HEALTHY)));
        }
        assertEquals(Instant.ofEpochSecond(1), standing.since().orElseThrow());
    }

    @Test
    void tellsSeveralCausesEachByItself() {
        assertEquals(List.of("a"), told(next(bottleneck("a"))), "what is found first is told at once");
        next(bottleneck("a", "b"));
        assertEquals(List.of("b", "a"), told(next(bottleneck("b", "a"))), "worst first");
        assertEquals(List.of("a", "b"), told(next(bottleneck("a"))), "what is not found now comes last");
    }

    @Test
    void saysWhetherTheVerdictHasChanged() {
        next(HEALTHY);
        assertTrue(standing.changed(), "the first one has");
        next(BUSY);
        next(BUSY);
        assertFalse(standing.changed(), "busy is healthy");
        next(bottleneck("a", "b"));
        assertFalse(standing.changed(), "found once only");
        next(bottleneck("b", "a"));
        assertTrue(standing.changed());
        next(bottleneck("a", "b"));
        assertFalse(standing.changed(), "the order does not matter");
    }

    @Test
    void changesBetweenCalmVerdictsOnlyWhenFoundTwice() {
        next(HEALTHY);
        assertEquals(HEALTHY, next(BUSY));
        assertEquals(HEALTHY, next(HEALTHY));
        next(BUSY);
        assertEquals(BUSY, next(BUSY));
    }
}
