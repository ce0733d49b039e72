package dev.drover.health;

import dev.drover.health.check.PreparedCheck;
import dev.drover.health.check.Words;
import dev.drover.model.Health;
import dev.drover.model.Instances;
import dev.drover.model.Service;
import java.time.Duration;
import java.util.Optional;

/**
 * How the instances of one service are measured. Equal plans measure the same.
 *
 * @param shareable whether other nodes can measure the same: it has an address that is the same for all, and a check
 * @param start how long an instance that Drover runs may take to its first passed check; zero for those by addresses
 */
record WatchPlan(Health health, Optional<PreparedCheck> check, boolean shareable, Duration start) {
    static WatchPlan of(Service service, Optional<PreparedCheck> check) {
        return new WatchPlan(
                service.health(),
                check,
                check.isPresent() && service.instances() instanceof Instances.Addresses,
                switch (service.instances()) {
                    case Instances.Run run -> run.start();
                    case Instances.Addresses a -> Duration.ZERO;
                    case Instances.Registered r -> Duration.ZERO;
                });
    }

    /** What decides is what is reported of an instance, and none of our own checks. */
    boolean isReported() {
        return health.check() instanceof Health.Check.Registered;
    }

    String words() {
        if (isReported()) {
            return "the checks it registered";
        }
        return check.map(c ->
                        c.words() + " every " + Words.of(health.interval()) + ", timeout " + Words.of(health.timeout()))
                .orElse("no active check");
    }
}
