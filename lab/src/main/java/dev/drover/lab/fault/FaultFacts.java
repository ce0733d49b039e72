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
 * @param hidden why no counter of a host tells this fault, for those of which that is so; empty for all others
 */
public record FaultFacts(
        String id,
        Family family,
        String what,
        List<String> expected,
        List<Need> needs,
        boolean machine,
        String hidden) {
    public FaultFacts {
        expected = List.copyOf(expected);
        needs = List.copyOf(needs);
    }

    public static FaultFacts of(String id, Family family, String what, String... expected) {
        return new FaultFacts(id, family, what, List.of(expected), List.of(), false, "");
    }

    /** Busy, but healthy: nobody suffers, and no rule may find anything. */
    public static FaultFacts control(String id, Family family, String what) {
        return of(id, family, what);
    }

    /** The victim suffers, and counters of the host cannot tell why: the best that a doctor of hosts can say is nothing. */
    public static FaultFacts hidden(String id, Family family, String what, String why) {
        return new FaultFacts(id, family, what, List.of(), List.of(), false, why);
    }

    public FaultFacts needs(Need... what) {
        return new FaultFacts(id, family, this.what, expected, List.of(what), machine, hidden);
    }

    /** It cannot be confined. */
    public FaultFacts ofTheMachine() {
        return new FaultFacts(id, family, what, expected, needs, true, hidden);
    }

    public boolean control() {
        return expected.isEmpty() && hidden.isEmpty();
    }

    public boolean isHidden() {
        return !hidden.isEmpty();
    }
}
