package dev.drover.plane;

import dev.drover.board.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: the evidence behind what is measured of an instance. Offered by health, asked for by whoever explains. */
public interface Probes {
    /** Empty for an instance that is not measured on this node. */
    Optional<Probed> of(InstanceId id);

    /**
     * What is known of one instance.
     *
     * @param check what is done, such as {@code GET /healthz every 2s}; {@code no active check} where there is none
     * @param last newest results, oldest first
     * @param progress how far the next change of state is, such as {@code up; 1 of 3 failures} or {@code down; 1 of 2 passes}
     * @param next when the next check begins; empty while one runs or where there is none
     */
    record Probed(String check, List<Result> last, String progress, Optional<Instant> next, Live live) {
        public Probed {
            last = List.copyOf(last);
        }
    }

    /** One check that ended. {@code outcome} is in words: {@code GET /healthz answered 503 (expected 200-299)}. */
    record Result(Instant at, Duration took, boolean passed, String outcome) {}

    /**
     * What live traffic saw.
     *
     * @param requests within the window of the service's {@code evidence}
     * @param failures of those
     * @param consecutive failures since the last success
     * @param ejectedUntil present while ejected
     */
    record Live(long requests, long failures, int consecutive, Optional<Instant> ejectedUntil) {
        public static final Live NONE = new Live(0, 0, 0, Optional.empty());
    }

    /** Nothing is measured. */
    static Probes none() {
        return id -> Optional.empty();
    }
}
