package dev.drover.bench.faults;

import dev.drover.bench.faults.peer.Alert;
import dev.drover.bench.faults.peer.Level;

/** An alert that a peer raises of a case, and whether it names the cause. */
record Raised(Alert alert, Level level, boolean right) {}
