package dev.drover.policy.retry;

import dev.drover.model.Retry;

/** Decides whether a failed attempt is followed by another, and says why not. */
public final class Retrying {
    private Retrying() {}

    public enum Decision {
        RETRY,
        /** All attempts are used up, or retries are off. */
        NO_ATTEMPT_LEFT,
        /** The service does not want a retry for this failure. */
        NOT_A_CAUSE,
        /** The client already has the head of a response. */
        HEAD_FORWARDED,
        /** The method is not idempotent and the upstream may have acted on the request. */
        NOT_IDEMPOTENT,
        /** The request's body is gone. */
        BODY_GONE,
        /** Too many retries lately. */
        NO_BUDGET
    }

    /**
     * Takes one out of the budget only when the answer is {@link Decision#RETRY}, and none when no connection came about: the
     * budget protects upstreams from more work, and an instance that refused has had none. Else the dead instance, which always
     * has the fewest requests, would use the budget up before it is found dead.
     */
    public static Decision decide(Retry retry, Attempt attempt, RetryBudget budget, long nowNanos) {
        if (attempt.number() >= retry.attempts()) {
            return Decision.NO_ATTEMPT_LEFT;
        }
        if (!attempt.failure().isCauseIn(retry)) {
            return Decision.NOT_A_CAUSE;
        }
        if (attempt.headForwarded()) {
            return Decision.HEAD_FORWARDED;
        }
        if (attempt.sent() && !isIdempotent(attempt.method())) {
            return Decision.NOT_IDEMPOTENT;
        }
        if (!attempt.replayable()) {
            return Decision.BODY_GONE;
        }
        if (attempt.failure() == Attempt.Failure.CONNECT && !attempt.sent()) {
            return Decision.RETRY;
        }
        return budget.take(nowNanos) ? Decision.RETRY : Decision.NO_BUDGET;
    }

    /** Whether an attempt that was sent could be followed by another at all: only then is its body worth keeping. */
    public static boolean mayRepeat(Retry retry, String method) {
        return retry.attempts() > 1 && !retry.on().isEmpty() && isIdempotent(method);
    }

    /** RFC 9110 section 9.2.2. A method nobody registered is not: a proxy must not repeat what it does not know. */
    public static boolean isIdempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
