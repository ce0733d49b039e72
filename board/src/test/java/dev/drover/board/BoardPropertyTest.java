package dev.drover.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of the board whatever happens to it. */
class BoardPropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Property(tries = 400)
    void generationsGrowByOneAndEachDiffersFromTheOneBefore(@ForAll("batches") List<List<Change>> batches) {
        var time = new FakeTime();
        var board = new Board(BoardTest::decide, time);
        var seen = new ArrayList<Snapshot>();
        board.watch(seen::add);
        for (List<Change> batch : batches) {
            time.advance(Duration.ofMillis(1));
            Snapshot before = board.now();
            Snapshot after = board.apply(batch);
            assertEquals(after, board.now());
            assertEquals(
                    before.generation() == after.generation(), before.services().equals(after.services()));
            assertEquals(after, board.apply(List.of()));
            sound(after);
        }
        for (int i = 1; i < seen.size(); i++) {
            assertEquals(seen.get(i - 1).generation() + 1, seen.get(i).generation());
        }
        NAMES.forEach(service -> assertTrue(board.past(service).size() <= 1000));
    }

    @Property(tries = 200)
    void theSameChangesGiveTheSameBoard(@ForAll("batches") List<List<Change>> batches) {
        var one = new Board(BoardTest::decide, new FakeTime());
        var two = new Board(BoardTest::decide, new FakeTime());
        batches.forEach(one::apply);
        batches.forEach(two::apply);
        assertEquals(one.now(), two.now());
        NAMES.forEach(service -> assertEquals(one.past(service), two.past(service)));
    }

    private static void sound(Snapshot snapshot) {
        snapshot.services().forEach((name, state) -> {
            assertEquals(name, state.name());
            var names = new HashSet<String>();
            state.instances().forEach(i -> {
                assertEquals(name, i.id().service());
                assertTrue(names.add(i.id().instance()));
            });
            // The rules had the last word.
            assertEquals(state, BoardTest.decide(state));
        });
    }

    @Provide
    Arbitrary<List<List<Change>>> batches() {
        return changes().list().ofMaxSize(4).list().ofMaxSize(25);
    }

    private static Arbitrary<Change> changes() {
        Arbitrary<String> services = Arbitraries.of(NAMES);
        Arbitrary<InstanceId> ids =
                Combinators.combine(services, Arbitraries.of("x", "y", "z")).as(InstanceId::new);
        Arbitrary<Change> found = Combinators.combine(
                        services,
                        Arbitraries.of("addresses", "supervisor"),
                        Combinators.combine(Arbitraries.of("x", "y", "z"), Arbitraries.of(80, 81))
                                .as(BoardTest::known)
                                .list()
                                .ofMaxSize(4))
                .as(Change.Found::new);
        Arbitrary<Change> measured = Combinators.combine(ids, Arbitraries.of(Measured.State.class))
                .as((id, state) -> new Change.Measure(id, new Measured(state, FakeTime.START, "said")));
        Arbitrary<Change> wished = Combinators.combine(
                        ids, Arbitraries.of(Intent.Wish.class), Arbitraries.of("cli:me", Intent.RESTART))
                .as((id, wish, by) -> new Change.Intend(id, new Intent(wish, FakeTime.START, by, "")));
        Arbitrary<Change> gone = services.map(Change.Gone::new);
        Arbitrary<Change> decide = services.map(Change.Decide::new);
        return Arbitraries.oneOf(found, found, measured, wished, gone, decide);
    }
}
