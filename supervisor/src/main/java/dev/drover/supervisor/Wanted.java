package dev.drover.supervisor;

import dev.drover.supervisor.process.Launch;
import java.time.Duration;

/**
 * What a service's processes shall be.
 *
 * @param launch one that differs means that the processes are replaced; a difference in the rest does not
 * @param user account as shown
 * @param drain longest time that an instance's requests and upgraded connections are waited for
 * @param trial what a replaced one must show before the next is touched
 */
record Wanted(Launch launch, String user, int count, Duration start, Duration drain, Duration stop, Trial trial) {
    Lifecycle lifecycle(Backoff backoff) {
        return new Lifecycle(backoff, start, stop, trial.checked());
    }
}
