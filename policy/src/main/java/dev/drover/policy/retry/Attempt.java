package dev.drover.policy.retry;

import dev.drover.model.Retry;

/**
 * An attempt that failed, as far as it matters for another.
 *
 * @param failure what happened
 * @param method as received, case-sensitive (RFC 9110 section 9.1)
 * @param sent some byte of the request may have reached the upstream
 * @param replayable the body is empty or kept whole
 * @param headForwarded the client has been sent a final response head
 * @param number of this attempt, the first is 1
 */
public record Attempt(
        Failure failure, String method, boolean sent, boolean replayable, boolean headForwarded, int number) {
    public enum Failure {
        /** No connection, or no TLS: always a cause for a retry, if one is safe. */
        CONNECT,
        RESET,
        TIMEOUT,
        STATUS_502,
        STATUS_503,
        STATUS_504,
        /** Whatever no retry cures, such as an answer that is not HTTP. */
        OTHER;

        boolean isCauseIn(Retry retry) {
            return switch (this) {
                case CONNECT -> true;
                case RESET -> retry.on().contains(Retry.Cause.RESET);
                case TIMEOUT -> retry.on().contains(Retry.Cause.TIMEOUT);
                case STATUS_502 -> retry.on().contains(Retry.Cause.STATUS_502);
                case STATUS_503 -> retry.on().contains(Retry.Cause.STATUS_503);
                case STATUS_504 -> retry.on().contains(Retry.Cause.STATUS_504);
                case OTHER -> false;
            };
        }
    }
}
