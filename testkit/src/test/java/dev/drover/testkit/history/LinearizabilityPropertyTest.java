package dev.drover.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.testkit.history.Register.Answer;
import dev.drover.testkit.history.Register.Ask;
import dev.drover.testkit.history.Register.CompareAndSet;
import dev.drover.testkit.history.Register.Read;
import dev.drover.testkit.history.Register.Value;
import dev.drover.testkit.history.Register.Write;
import dev.drover.testkit.history.Register.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Against an oracle that tries every order, and against histories that are linearizable by the way they were made. */
final class LinearizabilityPropertyTest {
    private static final Register MODEL = new Register();

    @Property(tries = 4000)
    void saysWhatTryingEveryOrderSays(@ForAll long seed) {
        var history = anything(new SplittableRandom(seed));
        boolean expected = bruteForce(history, new boolean[history.size()], MODEL.initial());
        var verdict = Linearizability.check(MODEL, history);
        assertEquals(expected, verdict instanceof Verdict.Linearizable, () -> history + " " + verdict);
    }

    @Property(tries = 300)
    void letsPassWhatHappenedAtOneMomentEach(@ForAll long seed) {
        Linearizability.assertHolds(MODEL, sound(new SplittableRandom(seed), 60));
    }

    @Property(tries = 300)
    void findsOneReadOfAValueThatWasOverwrittenBefore(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var history = new ArrayList<>(sound(random, 30));
        history.add(new Operation<>(90, new Write("r", "old"), new Written(true), 100_000, 100_001));
        history.add(new Operation<>(90, new Write("r", "new"), new Written(true), 100_002, 100_003));
        history.add(new Operation<>(91, new Read("r"), new Value("old"), 100_004, 100_005));
        assertInstanceOf(Verdict.Broken.class, Linearizability.check(MODEL, history));
    }

    /** Up to six operations with outputs that may or may not fit. */
    private static List<Operation<Ask, Answer>> anything(SplittableRandom random) {
        var history = new ArrayList<Operation<Ask, Answer>>();
        int count = random.nextInt(1, 7);
        for (int i = 0; i < count; i++) {
            long begin = 2L * random.nextInt(8);
            long end = begin + 1 + 2L * random.nextInt(5);
            Ask ask = ask(random);
            boolean lost = random.nextInt(6) == 0;
            Answer answer = switch (ask) {
                case Read r -> new Value(value(random));
                case Write w -> new Written(true);
                case CompareAndSet c -> new Written(random.nextBoolean());
            };
            history.add(new Operation<>(i, ask, lost ? null : answer, begin, lost ? Operation.NEVER : end));
        }
        return history;
    }

    /** Each operation happens at a moment of its own, with its call before and its return after; some answers are lost. */
    private static List<Operation<Ask, Answer>> sound(SplittableRandom random, int count) {
        var history = new ArrayList<Operation<Ask, Answer>>();
        String state = MODEL.initial();
        for (int i = 0; i < count; i++) {
            long moment = 1000 + 10L * i;
            Ask ask = ask(random);
            Answer answer = answer(state, ask);
            state = after(state, ask, answer);
            boolean lost = random.nextInt(20) == 0;
            history.add(new Operation<>(
                    i,
                    ask,
                    lost ? null : answer,
                    moment - 1 - random.nextInt(40),
                    lost ? Operation.NEVER : moment + 1 + random.nextInt(40)));
        }
        return history;
    }

    private static Ask ask(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Read("r");
            case 1 -> new Write("r", value(random));
            default -> new CompareAndSet("r", value(random), value(random));
        };
    }

    private static String value(RandomGenerator random) {
        return List.of("", "a", "b").get(random.nextInt(3));
    }

    private static Answer answer(String state, Ask ask) {
        return switch (ask) {
            case Read r -> new Value(state);
            case Write w -> new Written(true);
            case CompareAndSet c -> new Written(c.expected().equals(state));
        };
    }

    private static String after(String state, Ask ask, @Nullable Answer answer) {
        String after = MODEL.after(state, ask, answer);
        if (after == null) {
            throw new AssertionError(ask + " in " + state);
        }
        return after;
    }

    /** Whether the rest can be ordered: the next may be any whose call is before every return of the rest. */
    private static boolean bruteForce(List<Operation<Ask, Answer>> history, boolean[] taken, String state) {
        long firstReturn = Long.MAX_VALUE;
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                firstReturn = Math.min(firstReturn, history.get(i).end());
            }
        }
        if (firstReturn == Long.MAX_VALUE) {
            return true;
        }
        for (int i = 0; i < taken.length; i++) {
            var operation = history.get(i);
            if (!taken[i] && operation.begin() <= firstReturn) {
                String after = MODEL.after(state, operation.input(), operation.output());
                if (after != null) {
                    taken[i] = true;
                    boolean fits = bruteForce(history, taken, after);
                    taken[i] = false;
                    if (fits) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
