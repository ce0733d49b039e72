package dev.drover.node;

import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.plane.SharedModels;
import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.SharedModels.Told;
import dev.drover.plane.SharedModels.Word;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.Member;
import dev.drover.plane.control.Agreement.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Calls the nodes of a cluster by their names: who runs the newest model, who cannot, who has not answered. */
final class Roll {
    private Roll() {}

    /**
     * Tells of each.
     *
     * @param model that this node runs: it may say which nodes there are
     * @param own what this node itself makes of the newest; null: it has not come to it yet
     */
    static Agreement call(Stored newest, SharedModels shared, Model model, String self, @Nullable Word own) {
        var told = new TreeMap<String, Told>(String.CASE_INSENSITIVE_ORDER);
        shared.told().forEach(t -> told.put(t.node(), t));
        Told mine = told.get(self);
        told.put(self, new Told(self, own, mine == null ? null : mine.at(), true));
        List<Member> members = names(model, self, told).stream()
                .map(name -> member(name, newest.generation(), told.get(name)))
                .toList();
        return new Agreement(
                newest.generation(),
                newest.author(),
                newest.at(),
                newest.how(),
                newest.confirmBy(),
                shared.silentSince().orElse(null),
                members);
    }

    /** Those of this site that the file names; where it names none, whoever ever said something. */
    private static Set<String> names(Model model, String self, Map<String, Told> told) {
        var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        Node here = model.nodes().get(self);
        if (here == null) {
            names.addAll(told.keySet());
        } else {
            Optional<String> site = here.site();
            model.nodes().values().stream().filter(n -> n.site().equals(site)).forEach(n -> names.add(n.name()));
        }
        return names;
    }

    private static Member member(String name, long newest, @Nullable Told told) {
        Word word = told == null ? null : told.word();
        if (told == null || word == null) {
            return new Member(name, told == null ? State.AWAY : State.WAITS, 0, null, List.of());
        }
        boolean answered = word.generation() == newest;
        State state;
        if (!told.alive()) {
            state = State.AWAY;
        } else if (!answered) {
            state = State.WAITS;
        } else {
            state = word.problems().isEmpty() ? State.RUNS : State.CANNOT;
        }
        return new Member(name, state, word.runs(), told.at(), answered ? word.problems() : List.of());
    }
}
