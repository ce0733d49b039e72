package dev.drover.policy.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Retry;
import dev.drover.policy.retry.Attempt.Failure;
import dev.drover.policy.retry.Retrying.Decision;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RetryingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Retry ALL = new Retry(3, EnumSet.allOf(Retry.Cause.class), 20);

    private static Decision decide(Retry retry, Attempt attempt) {
        return Retrying.decide(retry, attempt, new RetryBudget(20, 1), 0);
    }

    @Property
    void neverRepeatsWhatMayHaveHappened(
            @ForAll Failure failure,
            @ForAll("dev") String method,
            @ForAll boolean sent,
            @ForAll boolean replayable,
            @ForAll boolean forwarded,
            @ForAll @IntRange(min = 1, max = 4) int number) {
        Decision decision = decide(ALL, new Attempt(failure, method, sent, replayable, forwarded, number));
        boolean safe = !forwarded && replayable && (!sent || Retrying.isIdempotent(method));
        boolean wanted = number < 3 && failure != Failure.OTHER;
        assertEquals(safe && wanted, decision == Decision.RETRY);
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> dev() {
        return net.jqwik.api.Arbitraries.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "get", "FROBNICATE");
    }

    @Test
    void connectFailuresNeedNoCause() {
        Retry none = new Retry(2, EnumSet.noneOf(Retry.Cause.class), 20);
        assertEquals(Decision.RETRY, decide(none, new Attempt(Failure.CONNECT, "POST", false, true, false, 1)));
        assertEquals(Decision.NOT_A_CAUSE, decide(none, new Attempt(Failure.RESET, "GET", true, true, false, 1)));
    }

    @Test
    void onlyWhatMayBeSentTwiceIsWorthKeeping() {
        assertTrue(Retrying.mayRepeat(Retry.DEFAULT, "PUT"));
        assertFalse(Retrying.mayRepeat(Retry.DEFAULT, "POST"));
        assertFalse(Retrying.mayRepeat(Retry.OFF, "PUT"));
        assertFalse(Retrying.mayRepeat(new Retry(2, EnumSet.noneOf(Retry.Cause.class), 20), "PUT"));
    }

    @Test
    void tenRetriesPerSecondAreAlwaysAllowed() {
        var budget = new RetryBudget(20, 1);
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 10; i++) {
                assertTrue(budget.take(second * SECOND + i));
            }
            assertFalse(budget.take(second * SECOND + 500));
        }
    }

    @Test
    void budgetIsForgottenAfterTenSeconds() {
        var budget = new RetryBudget(20, 1);
        for (int i = 0; i < 1_000; i++) {
            budget.request(0);
        }
        int taken = 0;
        while (budget.take(9 * SECOND)) {
            taken++;
        }
        assertEquals(200, taken);
        taken = 0;
        while (budget.take(10 * SECOND)) {
            taken++;
        }
        assertEquals(10, taken);
    }

    @Property(tries = 100)
    void retriesStayWithinShareOrFloor(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 300) Integer> requestsBySecond,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 16) int loops) {
        var budget = new RetryBudget(percent, loops);
        int[] taken = new int[requestsBySecond.size()];
        int always = (10 + loops - 1) / loops;
        for (int s = 0; s < taken.length; s++) {
            for (int i = 0; i < requestsBySecond.get(s); i++) {
                budget.request(s * SECOND + i);
            }
            while (budget.take(s * SECOND + SECOND / 2)) {
                taken[s]++;
            }
            int from = Math.max(0, s - 9);
            int requests = requestsBySecond.subList(from, s + 1).stream()
                    .mapToInt(n -> n)
                    .sum();
            int retries = java.util.Arrays.stream(taken, from, s + 1).sum();
            assertTrue(taken[s] >= always);
            assertTrue(taken[s] <= always || retries * 100L <= (long) requests * percent, "second " + s);
        }
    }
}
