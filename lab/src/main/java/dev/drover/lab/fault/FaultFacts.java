package dev.drover.lab.fault;

import dev.drover.observe.rule.Family;
import java.util.List;

/**
 * What is known of a fault.
 *
 * @param id such as {@code cpu-hog}
 * @param what it does, in a clause
 * @param expected ids of the rules any of which names its cause; of a control none
 * @param machine whether it touches the whole machine
 */
public record FaultFacts(
        String id, Family family, String what, List<String> expected, List<Need> needs, boolean machine) {
    public FaultFacts {
        expected = List.copyOf(expected);
        needs = List.copyOf(needs);
    }

    public static FaultFacts of(String id, Family family, String what, String... expected) {
        return new FaultFacts(id, family, what, List.of(expected), List.of(), false);
    }

    /** Busy, but healthy: nobody suffers, and no rule may find anything. */
    public static FaultFacts control(String id, Family family, String what) {
        return of(id, family, what);
    }

    public FaultFacts needs(Need... what) {
        return new FaultFacts(id, family, this.what, expected, List.of(what), machine);
    }

    /** It cannot be confined. */
    public FaultFacts ofTheMachine() {
        return new FaultFacts(id, family, what, expected, needs, true);
    }

    public boolean control() {
        return expected.isEmpty();
    }
}
