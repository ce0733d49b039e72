package dev.drover.supervisor;

import dev.drover.supervisor.process.Launch;
import java.time.Duration;

/**
 * What a service's processes shall be.
 *
 * @param launch one that differs means that the processes are replaced; a difference in the rest does not
 * @param user account as shown
 * @param checked whether the service declares a check
 */
record Wanted(Launch launch, String user, int count, Duration start, Duration stop, boolean checked) {
    Lifecycle lifecycle(Backoff backoff) {
        return new Lifecycle(backoff, start, stop, checked);
    }
}
