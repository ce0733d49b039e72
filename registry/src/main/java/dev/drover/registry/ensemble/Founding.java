package dev.drover.registry.ensemble;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether a member that belongs to no ensemble yet founds one or joins one; there must never be two.
 *
 * <ul>
 *   <li>The first of the declared members founds it, alone, and nobody else ever does. All others wait for it and join.
 *   <li>It founds only while more than half of the declared members, itself included, say that they have none and wait for this very
 *       node. Two majorities have somebody in common: had there been an ensemble of more than half of them, one would say so.
 *       So a first member whose disk was lost does not found a second one, but joins the first.
 *   <li>Who holds what a registry of its own wrote takes it along when it founds, and refuses to join: nothing is merged.
 * </ul>
 */
final class Founding {
    /** What to do now. */
    sealed interface Decision {
        record Found() implements Decision {}

        /** By these, who belong to an ensemble. */
        record Join(List<Place> by) implements Decision {}

        /** Ask again later. */
        record Wait(String why) implements Decision {}

        /** Somebody has to decide something. */
        record Refuse(String why) implements Decision {}
    }

    private final Place self;
    private final List<Place> declared;
    private final Path folder;

    Founding(Place self, List<Place> declared, Path folder) {
        this.self = self;
        this.declared = List.copyOf(declared);
        this.folder = folder;
    }

    Place founder() {
        return declared.getFirst();
    }

    /**
     * @param holdsData whether the folder holds what a registry of its own wrote
     * @param answers of every other declared member
     */
    Decision decide(boolean holdsData, Map<Place, Answer> answers) {
        var serving = those(answers, Answer.Serves.class);
        if (!serving.isEmpty()) {
            return holdsData ? refusal(names(serving) + " belongs to an ensemble already") : new Decision.Join(serving);
        }
        if (!self.equals(founder())) {
            return holdsData
                    ? refusal(founder() + " is named first and founds the ensemble")
                    : new Decision.Wait("waits for " + founder() + ", which is named first and founds the ensemble"
                            + obstacles(answers));
        }
        long agreeing = 1
                + answers.values().stream()
                        .filter(new Answer.Waits(self.name())::equals)
                        .count();
        return agreeing * 2 > declared.size()
                ? new Decision.Found()
                : new Decision.Wait("waits for more than half of the " + declared.size()
                        + " declared members to found the ensemble with" + obstacles(answers));
    }

    private Decision refusal(String because) {
        return new Decision.Refuse(
                folder + " holds a registry of its own, and " + because + ": nothing is merged\n  fix: move " + folder
                        + " away, or name " + self.name() + " first where there is no ensemble yet");
    }

    private String obstacles(Map<Place, Answer> answers) {
        var all = new ArrayList<String>();
        var silent = those(answers, Answer.Silent.class);
        if (!silent.isEmpty()) {
            all.add("no answer from " + names(silent));
        }
        var strangers = those(answers, Answer.Stranger.class);
        if (!strangers.isEmpty()) {
            all.add(names(strangers) + " does not have the same registry.secret");
        }
        answers.forEach((place, answer) -> {
            if (answer instanceof Answer.Waits(String other)
                    && !other.equals(founder().name())) {
                all.add(place + " waits for " + other + ": its file names another first");
            }
        });
        return all.isEmpty() ? "" : "; " + String.join("; ", all);
    }

    private static List<Place> those(Map<Place, Answer> answers, Class<? extends Answer> kind) {
        return answers.entrySet().stream()
                .filter(e -> kind.isInstance(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String names(List<Place> places) {
        return places.stream().map(Place::toString).collect(Collectors.joining(", "));
    }
}
