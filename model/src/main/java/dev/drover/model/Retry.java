package dev.drover.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a failed attempt is tried again at another instance. Only where it is safe: the method is idempotent (RFC 9110
 * section 9.2.2) or no byte of the request had been sent, the request body can be sent again, and no response head has been
 * forwarded.
 *
 * @param attempts in total, the first included; 1 is off
 * @param on causes besides a connection that could not be made
 * @param budgetPercent retries allowed as a share of the requests of the last ten seconds; 10 per second are always allowed
 */
public record Retry(int attempts, Set<Cause> on, int budgetPercent) {
    public static final Retry DEFAULT = new Retry(2, EnumSet.of(Cause.RESET), 20);

    public static final Retry OFF = new Retry(1, EnumSet.noneOf(Cause.class), 0);

    public Retry {
        // In the order of the causes, so that the same file always prints the same.
        on = on.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(on));
    }

    public enum Cause {
        /** The upstream closed or reset the connection before its response head was complete. */
        RESET,
        /** No complete head within {@code timeouts.head}. */
        TIMEOUT,
        STATUS_502,
        STATUS_503,
        STATUS_504
    }
}
