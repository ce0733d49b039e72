package dev.drover.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.history.Register.Answer;
import dev.drover.testkit.history.Register.Ask;
import dev.drover.testkit.history.Register.CompareAndSet;
import dev.drover.testkit.history.Register.Read;
import dev.drover.testkit.history.Register.Value;
import dev.drover.testkit.history.Register.Write;
import dev.drover.testkit.history.Register.Written;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinearizabilityTest {
    private final List<Operation<Ask, Answer>> history = new ArrayList<>();

    private void write(int client, String value, long begin, long end) {
        history.add(new Operation<>(client, new Write("x", value), new Written(true), begin, end));
    }

    private void writeLost(int client, String value, long begin) {
        history.add(new Operation<>(client, new Write("x", value), null, begin, Operation.NEVER));
    }

    private void read(int client, String value, long begin, long end) {
        history.add(new Operation<>(client, new Read("x"), new Value(value), begin, end));
    }

    private void swap(int client, String expected, String value, boolean done, long begin, long end) {
        history.add(new Operation<>(client, new CompareAndSet("x", expected, value), new Written(done), begin, end));
    }

    private void holds() {
        Linearizability.assertHolds(new Register(), history);
    }

    private String broken() {
        return assertInstanceOf(Verdict.Broken.class, Linearizability.check(new Register(), history))
                .explanation();
    }

    @Test
    void letsAnEmptyHistoryPass() {
        holds();
    }

    @Test
    void letsOneClientReadWhatItWrote() {
        write(1, "a", 0, 1);
        read(1, "a", 2, 3);
        holds();
    }

    @Test
    void findsAStaleRead() {
        write(1, "a", 0, 1);
        write(1, "b", 2, 3);
        read(2, "a", 4, 5);
        broken();
    }

    @Test
    void findsALostWrite() {
        write(1, "a", 0, 1);
        read(2, "", 2, 3);
        broken();
    }

    @Test
    void letsAReadDuringAWriteSeeEither() {
        write(1, "a", 0, 10);
        read(2, "", 1, 2);
        read(2, "a", 3, 4);
        holds();
    }

    @Test
    void findsAReadThatGoesBackInTime() {
        write(1, "a", 0, 10);
        read(2, "a", 1, 2);
        read(3, "", 3, 4);
        broken();
    }

    @Test
    void findsTwoWinnersOfOneComparison() {
        swap(1, "", "a", true, 0, 5);
        swap(2, "", "b", true, 1, 4);
        broken();
    }

    @Test
    void letsOneOfTwoComparisonsWin() {
        swap(1, "", "a", false, 0, 5);
        swap(2, "", "b", true, 1, 4);
        read(3, "b", 6, 7);
        holds();
    }

    @Test
    void findsAComparisonThatWasRefusedWithoutReason() {
        write(1, "a", 0, 1);
        swap(2, "a", "b", false, 2, 3);
        broken();
    }

    @Test
    void letsALostWriteHappenLaterOrNever() {
        writeLost(1, "a", 0);
        read(2, "", 1, 2);
        holds();
        read(2, "a", 3, 4);
        holds();
        read(2, "", 5, 6);
        broken();
    }

    @Test
    void findsAValueThatNobodyWrote() {
        writeLost(1, "a", 0);
        read(2, "b", 1, 2);
        broken();
    }

    @Test
    void findsReadersThatDisagreeAboutTheOrderOfWrites() {
        write(1, "a", 0, 20);
        write(2, "b", 1, 21);
        read(3, "a", 2, 3);
        read(3, "b", 4, 5);
        read(4, "b", 6, 7);
        holds();
        read(4, "a", 8, 9);
        broken();
    }

    @Test
    void judgesEachPartAlone() {
        write(1, "a", 0, 1);
        history.add(new Operation<>(1, new Write("y", "b"), new Written(true), 2, 3));
        history.add(new Operation<>(2, new Read("y"), new Value("b"), 4, 5));
        read(2, "a", 6, 7);
        holds();
        history.add(new Operation<>(2, new Read("y"), new Value(""), 8, 9));
        assertTrue(broken().startsWith("Not linearizable: register y\n"));
    }

    @Test
    void explainsWhereItBroke() {
        write(1, "a", 0, 1);
        write(1, "b", 2, 6);
        read(2, "b", 3, 4);
        read(3, "a", 5, 7);
        write(1, "c", 8, 9);
        assertEquals("""
                Not linearizable: register x
                Until just before, this order explains everything:
                    client 1: Write[name=x, value=a] -> Written[done=true]
                    client 1: Write[name=x, value=b] -> Written[done=true]
                    client 2: Read[name=x] -> Value[value=b]
                    which leaves: b
                No order explains that client 3 then got: Read[name=x] -> Value[value=a]

                   1 [-]              Write[name=x, value=a] -> Written[done=true]
                   1     [-------]    Write[name=x, value=b] -> Written[done=true]
                   2       [-]        Read[name=x] -> Value[value=b]
                   3           [---]  Read[name=x] -> Value[value=a]   <== does not fit
                """, broken());
    }

    @Test
    void explainsTheFirstThingThatIsWrong() {
        read(1, "nobody wrote that", 0, 1);
        read(1, "nor that", 2, 3);
        assertEquals("""
                Not linearizable: register x
                No order explains that client 1 then got: Read[name=x] -> Value[value=nobody wrote that]

                   1 [-]  Read[name=x] -> Value[value=nobody wrote that]   <== does not fit
                """, broken());
    }

    @Test
    void decidesWideHistoriesByRememberingWhatItTried() {
        // twelve writers at once have 12! orders, but only 12 * 2^11 configurations: who is last decides
        for (int i = 0; i < 12; i++) {
            write(i, "v" + i, i, 100 + i);
        }
        read(50, "v3", 200, 201);
        holds();
        read(50, "v4", 202, 203);
        broken();
    }

    @Test
    void saysWhenItDoesNotKnow() {
        for (int i = 0; i < 16; i++) {
            write(i, "v" + i, i, 100 + i);
        }
        read(50, "never", 200, 201);
        var verdict = Linearizability.check(new Register(), history, 1000);
        assertEquals(new Verdict.Undecided("register x", 1000), verdict);
    }

    @Test
    void decidesLongNarrowHistoriesQuickly() {
        long at = 0;
        for (int i = 0; i < 4_000; i++) {
            write(1, "v" + i, at, at + 2);
            read(2, "v" + (i - i % 2), at + 1, at + 3);
            at += 4;
        }
        holds();
    }

    @Test
    void refusesWhatIsNoOperation() {
        assertThrows(IllegalArgumentException.class, () -> write(1, "a", 5, 5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Operation<>(1, new Read("x"), new Value(""), 1, Operation.NEVER));
    }
}
