package dev.drover.board;

import java.time.Instant;

/**
 * What checks and live traffic say of an instance. Only the health room writes it.
 *
 * @param since when the state began
 * @param reason evidence in words an operator can check: {@code "3 of 3 checks failed: GET /healthz answered 503"}
 */
public record Measured(State state, Instant since, String reason) {
    public enum State {
        /** No check has ended yet, or none has passed and it may still be starting. */
        UNKNOWN,
        UP,
        /** Active checks fail. */
        DOWN,
        /** Checks may pass, yet live traffic fails: out until its time is over. */
        EJECTED
    }

    public boolean isUp() {
        return state == State.UP;
    }

    public static Measured unknown(Instant since) {
        return new Measured(State.UNKNOWN, since, "no check has ended yet");
    }
}
