package dev.drover.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.board.Board;
import dev.drover.board.Snapshot;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Where;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class ConductorTest {
    private final List<String> calls = new ArrayList<>();
    private final Noted front = new Noted("front");
    private final Noted back = new Noted("back");
    private final Board board = new Board(UnaryOperator.identity(), InstantSource.system());
    private final Conductor conductor = new Conductor(List.of(front, back), board);

    /** A plane that writes down what it is told. */
    private final class Noted implements Plane {
        private final String name;
        private List<Problem> sees = List.of();
        private List<Problem> meets = List.of();

        Noted(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Problem> check(Model model) {
            return sees;
        }

        @Override
        public Prepared prepare(Model model) throws NotPrepared {
            if (!meets.isEmpty()) {
                throw new NotPrepared(meets);
            }
            return new Prepared() {
                @Override
                public void activate() {
                    calls.add(name + " activates");
                }

                @Override
                public void settle() {
                    calls.add(name + " settles");
                }

                @Override
                public void discard() {
                    calls.add(name + " discards");
                }
            };
        }

        @Override
        public long observe(Snapshot snapshot) {
            return snapshot.generation();
        }

        @Override
        public void quiesce(Deadline deadline) {
            calls.add(name + " drains");
        }

        @Override
        public void close() {
            calls.add(name + " closes");
        }
    }

    private static List<Problem> problem() {
        return List.of(Problem.of(Where.nowhere(), "", "it cannot be"));
    }

    @Test
    void activatesWhatIsNeededBeforeWhatNeedsItAndSettlesAfterAll() throws NotPrepared {
        conductor.apply(Model.empty());
        assertEquals(List.of("back activates", "front activates", "front settles", "back settles"), calls);
    }

    @Test
    void activatesNoneIfOneCannotPrepare() {
        back.meets = problem();
        assertThrows(NotPrepared.class, () -> conductor.apply(Model.empty()));
        assertEquals(List.of("front discards"), calls);
    }

    @Test
    void preparesNothingWhileAPlaneSeesAProblem() {
        back.sees = problem();
        NotPrepared refused = assertThrows(NotPrepared.class, () -> conductor.apply(Model.empty()));
        assertEquals(1, refused.problems().size());
        assertEquals(List.of(), calls);
    }

    @Test
    void drainsAndClosesWhoeverTakesWorkInFirst() {
        conductor.quiesce(Deadline.after(Ticker.system(), java.time.Duration.ZERO));
        conductor.close();
        assertEquals(List.of("front drains", "back drains", "front closes", "back closes"), calls);
    }
}
