package dev.drover.registry.state;

import static dev.drover.registry.state.Topic.lower;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.ModelWord;
import java.util.ArrayList;
import java.util.List;

/** How the model of a cluster changes: one after the other, each by whoever knew the one before. */
final class ModelRules {
    /** Generations kept, as on each node. */
    static final int KEPT = 100;

    /** Characters of bundles kept, whatever their number; what comes back is always among them. */
    static final int LARGEST = 4 << 20;

    private ModelRules() {}

    /** Whether its condition held. */
    static boolean apply(Draft draft, Command.Models command) {
        return switch (command) {
            case Command.StoreModel(var model, var after) -> store(draft, model, after);
            case Command.ConfirmModel(var generation, var by) -> confirm(draft, generation, by);
            case Command.TellModel(var word) -> {
                tell(draft, word);
                yield true;
            }
        };
    }

    private static boolean store(Draft draft, AppliedModel model, long after) {
        List<AppliedModel> there = draft.tables().models;
        long newest = there.isEmpty() ? 0 : there.getFirst().generation();
        if (newest != after) {
            return false;
        }
        if (model.generation() <= newest) {
            throw new Refusal("generation " + model.generation() + " does not follow " + newest);
        }
        var kept = new ArrayList<AppliedModel>();
        kept.add(model);
        long size = model.bundle().length();
        for (AppliedModel older : there) {
            size += older.bundle().length();
            if (kept.size() == KEPT || (kept.size() > 1 && size > LARGEST)) {
                break;
            }
            kept.add(older);
        }
        draft.tables().models = List.copyOf(kept);
        draft.markModels();
        return true;
    }

    private static boolean confirm(Draft draft, long generation, String by) {
        List<AppliedModel> there = draft.tables().models;
        if (there.isEmpty()
                || there.getFirst().generation() != generation
                || there.getFirst().confirmBy() == null) {
            return false;
        }
        var kept = new ArrayList<>(there);
        kept.set(0, there.getFirst().confirmed(by));
        draft.tables().models = List.copyOf(kept);
        draft.markModels();
        return true;
    }

    private static void tell(Draft draft, ModelWord word) {
        var tables = draft.tables();
        ModelWord before = tables.modelWords.get(lower(word.node()));
        if (before == null || !before.same(word)) {
            tables.modelWords = tables.modelWords.plus(lower(word.node()), word.at(draft.now()));
            draft.markModels();
        }
    }
}
