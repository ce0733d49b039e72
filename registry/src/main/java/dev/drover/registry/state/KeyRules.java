package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.KeyStep;

/** How it changes how far keys of signed zones have got: forward alone, so that of two nodes that go on at once one does. */
final class KeyRules {
    static final int MOST = 100_000;
    static final int LONGEST = 1024;

    private KeyRules() {}

    /** Whether it was a step forward. */
    static boolean apply(Draft draft, Command.Keys command) {
        return switch (command) {
            case Command.PutKeyStep(var step) -> put(draft, step);
        };
    }

    private static boolean put(Draft draft, KeyStep step) {
        KeyStep there = draft.tables().keySteps.get(step.zone());
        if (there != null && there.number() >= step.number()) {
            return false;
        }
        if (there == null && draft.tables().keySteps.size() >= MOST) {
            throw new Refusal("there are keys of " + MOST + " zones already, and cannot be of more");
        }
        if (step.zone().length() + step.text().length() > LONGEST) {
            throw new Refusal("a step of keys of more than " + LONGEST + " characters");
        }
        draft.put(step);
        return true;
    }
}
