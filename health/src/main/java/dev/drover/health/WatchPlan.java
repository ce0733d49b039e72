package dev.drover.health;

import dev.drover.health.check.PreparedCheck;
import dev.drover.health.check.Words;
import dev.drover.model.Health;
import java.util.Optional;

/** How the instances of one service are measured. Equal plans measure the same. */
record WatchPlan(Health health, Optional<PreparedCheck> check) {
    String words() {
        return check.map(c ->
                        c.words() + " every " + Words.of(health.interval()) + ", timeout " + Words.of(health.timeout()))
                .orElse("no active check");
    }
}
