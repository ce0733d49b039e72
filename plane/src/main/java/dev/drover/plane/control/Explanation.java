package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;

/**
 * Everything known of a service.
 *
 * @param tally of all instances that were asked for, also of those that are not told of
 * @param thresholds the declared numbers that decide, such as {@code fall: 3}
 * @param registrations what the catalog lists under its name
 * @param timeline oldest first
 */
public record Explanation(
        String service,
        String mode,
        String why,
        long board,
        Status.Tally tally,
        List<Fact> thresholds,
        List<Told> instances,
        List<Registered> registrations,
        List<Moment> timeline) {
    public Explanation {
        thresholds = List.copyOf(thresholds);
        instances = List.copyOf(instances);
        registrations = List.copyOf(registrations);
        timeline = List.copyOf(timeline);
    }

    public record Fact(String name, String value) {}

    /**
     * An instance with all that is known of it.
     *
     * @param planes what each plane does with it
     */
    public record Told(Status.InstanceLine line, List<Fact> evidence, List<PlaneSays> planes) {
        public Told {
            evidence = List.copyOf(evidence);
            planes = List.copyOf(planes);
        }
    }

    /**
     * An instance as the catalog has it.
     *
     * @param by {@code drover}, which tells what a file declares, or {@code itself}
     * @param note why it is not served, where that is so whatever its checks say; or empty
     */
    public record Registered(String node, String id, String address, String by, String note, List<CheckSays> checks) {
        public Registered {
            checks = List.copyOf(checks);
        }
    }

    /**
     * What a check in the catalog said last.
     *
     * @param status {@code passing}, {@code warning}, {@code critical}
     */
    public record CheckSays(String id, String name, String status, String output) {}

    public record PlaneSays(String plane, String verdict, long generation, String detail) {}

    /**
     * A line of the timeline.
     *
     * @param generation of the board; 0 where none was made
     * @param applied when each plane confirmed that generation
     */
    public record Moment(
            Instant at,
            long generation,
            String instance,
            String what,
            String from,
            String to,
            String why,
            List<Confirmed> applied) {
        public Moment {
            applied = List.copyOf(applied);
        }
    }

    public record Confirmed(String plane, Instant at) {}
}
