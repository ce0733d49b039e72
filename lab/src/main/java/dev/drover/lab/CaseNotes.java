package dev.drover.lab;

import dev.drover.lab.victim.Felt;
import java.time.Instant;
import java.util.List;

/**
 * What is written down of a case beside its recordings: all that a score needs.
 *
 * @param expected ids of the rules that were right to name the cause when it was run; of a control, and of what no counter tells, none
 * @param drawn what chance made of the fault's strength, in the order in which the fault asked
 * @param when the fault came into force
 * @param drover the version that ran it
 */
public record CaseNotes(
        Case of,
        List<String> expected,
        List<Long> drawn,
        Instant when,
        String kernel,
        int cpus,
        String drover,
        Course course) {
    /** How it went. */
    public sealed interface Course {
        /** It was not run, or it broke. */
        record Skipped(String why) implements Course {}

        /**
         * It was run.
         *
         * @param background ids of what the doctor found before the fault
         */
        record Ran(Felt before, Felt during, List<String> background, boolean recovered) implements Course {
            public Ran {
                background = List.copyOf(background);
            }
        }
    }

    public CaseNotes {
        expected = List.copyOf(expected);
        drawn = List.copyOf(drawn);
    }
}
