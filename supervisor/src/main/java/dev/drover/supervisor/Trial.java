package dev.drover.supervisor;

import dev.drover.model.Health;
import java.time.Duration;

/**
 * What a process that replaces another must show before the next is touched.
 *
 * @param checked whether the service declares a check; without one a process only has to live
 * @param passes checks in a row
 * @param stay time in service
 */
record Trial(boolean checked, int passes, Duration stay) {
    /** So many results of an instance are kept. */
    private static final int KEPT = 10;

    private static final Duration LONGEST_STAY = Duration.ofSeconds(10);

    /** As many passes as make an instance up again, and one interval in service, at most ten seconds. */
    static Trial of(Health health) {
        Duration stay = health.interval().compareTo(LONGEST_STAY) < 0 ? health.interval() : LONGEST_STAY;
        return new Trial(!(health.check() instanceof Health.Check.None), Math.min(health.rise(), KEPT), stay);
    }
}
