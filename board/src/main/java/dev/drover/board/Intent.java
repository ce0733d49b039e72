package dev.drover.board;

import java.time.Instant;

/**
 * What an operator, or a rolling restart, wants of an instance.
 *
 * @param by who asked, such as {@code cli:root} or {@code restart}
 */
public record Intent(Wish wish, Instant since, String by, String reason) {
    public enum Wish {
        /** Served as measured. */
        IN_SERVICE,
        /** Finishes what it has and gets nothing new. */
        DRAINING,
        /** Served whatever is measured. */
        FORCED_UP,
        /** Not served whatever is measured. */
        FORCED_DOWN
    }

    /** Who asks for a while when processes are replaced; what is wished so ends with the instance. */
    public static final String RESTART = "restart";

    /** Whether somebody asked for more than what is declared, and means it beyond the life of a process. */
    public boolean isStanding() {
        return wish != Wish.IN_SERVICE && !by.equals(RESTART);
    }

    public static Intent inService(Instant since) {
        return new Intent(Wish.IN_SERVICE, since, "declared", "");
    }
}
