package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.entry.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The model of a cluster: who knew the newest may store the next. */
final class ModelsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private State state = State.EMPTY;

    private Outcome apply(Command command) {
        var next = Transition.of(state, command, state.index() + 1, NOW);
        state = next.state();
        return next.outcome();
    }

    private static AppliedModel model(long generation, String author, String bundle) {
        return new AppliedModel(
                generation, "a", author, NOW, "apply", "/x/drover.yaml", NOW.plusSeconds(60), generation - 1, bundle);
    }

    private List<Long> generations() {
        return state.models().stream().map(AppliedModel::generation).toList();
    }

    @Test
    void takesOneOfTwoThatFollowTheSame() {
        assertInstanceOf(Outcome.Done.class, apply(new Command.StoreModel(model(4, "ada", ""), 0)));
        assertInstanceOf(Outcome.Done.class, apply(new Command.StoreModel(model(5, "ada", ""), 4)));
        assertInstanceOf(Outcome.No.class, apply(new Command.StoreModel(model(5, "bob", ""), 4)));
        assertInstanceOf(Outcome.Refused.class, apply(new Command.StoreModel(model(5, "bob", ""), 5)));
        assertEquals(List.of(5L, 4L), generations());
        assertEquals("ada", state.models().getFirst().author());
    }

    @Test
    void confirmsOnlyTheNewestThatWaits() {
        apply(new Command.StoreModel(model(1, "ada", ""), 0));
        assertInstanceOf(Outcome.No.class, apply(new Command.ConfirmModel(2, "bob")));
        assertInstanceOf(Outcome.Done.class, apply(new Command.ConfirmModel(1, "bob")));
        assertNull(state.models().getFirst().confirmBy());
        assertEquals("apply, confirmed by bob", state.models().getFirst().how());
        assertInstanceOf(Outcome.No.class, apply(new Command.ConfirmModel(1, "bob")));
    }

    @Test
    void keepsWhatComesBackHoweverLargeItIs() {
        String large = "x".repeat(ModelRules.LARGEST);
        for (long i = 1; i <= 3; i++) {
            apply(new Command.StoreModel(model(i, "ada", large), i - 1));
        }
        assertEquals(List.of(3L, 2L), generations());
        for (long i = 4; i <= 200; i++) {
            apply(new Command.StoreModel(model(i, "ada", "x"), i - 1));
        }
        assertEquals(ModelRules.KEPT, generations().size());
    }

    @Test
    void remembersWhatEachNodeSaidLastUntilTheNodeIsGone() {
        apply(new Command.PutNode(Node.of("A", "192.0.2.1")));
        apply(new Command.TellModel(new ModelWord("A", 3, 3, List.of(), Instant.EPOCH)));
        ModelWord word = state.modelWords().iterator().next();
        assertEquals(NOW, word.at());
        long told = state.index(new Topic.Models());
        apply(new Command.TellModel(new ModelWord("A", 3, 3, List.of(), Instant.EPOCH)));
        assertEquals(told, state.index(new Topic.Models()), "the same again wakes nobody");
        apply(new Command.TellModel(new ModelWord("a", 4, 3, List.of("the port is taken"), Instant.EPOCH)));
        assertEquals(1, state.modelWords().size());
        apply(new Command.RemoveNode("a"));
        assertTrue(state.modelWords().isEmpty());
    }

    @Test
    void keepsTheModelWhateverIsRestored() throws Exception {
        apply(new Command.PutNode(Node.of("a", "192.0.2.1")));
        byte[] copy = Copy.of(state);
        apply(new Command.StoreModel(model(1, "ada", "secret"), 0));
        assertEquals(List.of(), Copy.read(Copy.of(state)).models(), "no secrets of models in copies");
        apply(new Command.Copying.Part("c", 0, copy));
        apply(new Command.Copying.Restore("c", 1, Copy.digest(copy), "serfHealth"));
        assertEquals(List.of(1L), generations());
        assertEquals("secret", Objects.requireNonNull(state.models().getFirst()).bundle());
    }
}
