package dev.drover.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.testkit.history.VersionedKey.Absent;
import dev.drover.testkit.history.VersionedKey.Acquire;
import dev.drover.testkit.history.VersionedKey.Answer;
import dev.drover.testkit.history.VersionedKey.Ask;
import dev.drover.testkit.history.VersionedKey.Delete;
import dev.drover.testkit.history.VersionedKey.DeleteIfVersion;
import dev.drover.testkit.history.VersionedKey.Done;
import dev.drover.testkit.history.VersionedKey.Found;
import dev.drover.testkit.history.VersionedKey.Get;
import dev.drover.testkit.history.VersionedKey.Put;
import dev.drover.testkit.history.VersionedKey.PutIfVersion;
import dev.drover.testkit.history.VersionedKey.Release;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What one copy of a key or a lock does, told by histories of one client, and of several. */
final class ModelsTest {
    private static final Answer YES = new Done(true);
    private static final Answer NO = new Done(false);

    /** Of one client: an ask and its answer, in turns. */
    private static Verdict keys(Object... turns) {
        var history = new History<Ask, Answer>();
        for (int i = 0; i < turns.length; i += 2) {
            history.begin(1, (Ask) turns[i]).returned((Answer) turns[i + 1]);
        }
        return Linearizability.check(new VersionedKey(), history.operations());
    }

    private static void sound(Object... turns) {
        assertEquals(new Verdict.Linearizable(), keys(turns));
    }

    private static void broken(Object... turns) {
        assertInstanceOf(Verdict.Broken.class, keys(turns));
    }

    @Test
    void keepsValuesUnderVersionsThatRise() {
        sound(new Get("k"), new Absent(), new Put("k", "a"), YES, new Get("k"), new Found("a", 7, ""));
        sound(
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 7, ""),
                new Put("k", "b"),
                YES,
                new Get("k"),
                new Found("b", 9, ""));
        broken(new Put("k", "a"), YES, new Get("k"), new Absent());
        broken(new Put("k", "a"), YES, new Get("k"), new Found("a", 7, ""), new Get("k"), new Found("a", 8, ""));
        broken(
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 7, ""),
                new Put("k", "b"),
                YES,
                new Get("k"),
                new Found("b", 7, ""));
        broken(new Put("k", "a"), NO);
    }

    @Test
    void keepsTheVersionWhereNothingChanges() {
        sound(
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 7, ""),
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 7, ""));
    }

    @Test
    void writesOnlyOverTheVersionThatWasDemanded() {
        sound(
                new PutIfVersion("k", 0, "a"),
                YES,
                new PutIfVersion("k", 0, "b"),
                NO,
                new Get("k"),
                new Found("a", 3, ""));
        sound(
                new Put("k", "a"),
                YES,
                new PutIfVersion("k", 3, "b"),
                YES,
                new PutIfVersion("k", 3, "c"),
                NO,
                new Get("k"),
                new Found("b", 4, ""));
        broken(new Put("k", "a"), YES, new PutIfVersion("k", 3, "b"), YES, new PutIfVersion("k", 3, "c"), YES);
        broken(new Put("k", "a"), YES, new Get("k"), new Found("a", 3, ""), new PutIfVersion("k", 3, "b"), NO);
        broken(new Put("k", "a"), YES, new Get("k"), new Found("a", 3, ""), new PutIfVersion("k", 2, "b"), YES);
        broken(new PutIfVersion("k", 5, "a"), YES);
        broken(new Put("k", "a"), YES, new PutIfVersion("k", 0, "b"), YES);
    }

    @Test
    void deletes() {
        sound(new Delete("k"), YES, new Put("k", "a"), YES, new Delete("k"), YES, new Get("k"), new Absent());
        sound(
                new DeleteIfVersion("k", 3),
                YES,
                new Put("k", "a"),
                YES,
                new DeleteIfVersion("k", 3),
                YES,
                new Get("k"),
                new Absent());
        sound(
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 4, ""),
                new DeleteIfVersion("k", 3),
                NO,
                new Get("k"),
                new Found("a", 4, ""));
        broken(new DeleteIfVersion("k", 3), NO);
        broken(
                new Put("k", "a"),
                YES,
                new Get("k"),
                new Found("a", 4, ""),
                new Delete("k"),
                YES,
                new Put("k", "b"),
                YES,
                new Get("k"),
                new Found("b", 4, ""));
    }

    @Test
    void isHeldByOneSession() {
        sound(
                new Acquire("k", "s", "a"),
                YES,
                new Acquire("k", "t", "b"),
                NO,
                new Get("k"),
                new Found("a", 2, "s"),
                new Put("k", "c"),
                YES,
                new Get("k"),
                new Found("c", 3, "s"),
                new Release("k", "t", "d"),
                NO,
                new Release("k", "s", "e"),
                YES,
                new Acquire("k", "t", "f"),
                YES,
                new Get("k"),
                new Found("f", 9, "t"));
        broken(new Acquire("k", "s", "a"), YES, new Acquire("k", "t", "b"), YES);
        broken(new Release("k", "s", "a"), YES);
        broken(new Acquire("k", "s", "a"), YES, new Delete("k"), YES, new Acquire("k", "t", "b"), NO);
    }

    @Test
    void letsOneOfTwoAtOnceWriteOverTheSameVersion() {
        var history = new History<Ask, Answer>();
        history.begin(1, new Put("k", "a")).returned(YES);
        history.begin(1, new Get("k")).returned(new Found("a", 4, ""));
        var one = history.begin(1, new PutIfVersion("k", 4, "b"));
        var two = history.begin(2, new PutIfVersion("k", 4, "c"));
        two.returned(YES);
        var sofar = new ArrayList<>(history.operations());
        one.returned(NO);
        history.begin(3, new Get("k")).returned(new Found("c", 6, ""));
        Linearizability.assertHolds(new VersionedKey(), sofar);
        Linearizability.assertHolds(new VersionedKey(), history.operations());
        history.begin(3, new Get("k")).returned(new Found("b", 6, ""));
        assertInstanceOf(Verdict.Broken.class, Linearizability.check(new VersionedKey(), history.operations()));
    }

    @Test
    void strikesWhatWasRefusedAndKeepsWhatWasLost() {
        var history = new History<Ask, Answer>();
        history.begin(1, new Put("k", "a")).refused();
        history.begin(1, new Put("k", "b")).lost();
        history.begin(1, new Put("k", "c"));
        assertEquals(
                "[Put[key=k, value=b] -> ?, Put[key=k, value=c] -> ?]",
                history.operations().toString());
        history.begin(2, new Get("k")).returned(new Found("c", 6, ""));
        history.begin(2, new Get("k")).returned(new Found("b", 7, ""));
        Linearizability.assertHolds(new VersionedKey(), history.operations());
        history.begin(2, new Get("k")).returned(new Found("a", 8, ""));
        assertInstanceOf(Verdict.Broken.class, Linearizability.check(new VersionedKey(), history.operations()));
    }

    @Test
    void locksForOneHolder() {
        var history = new History<Lock.Ask, Boolean>();
        history.begin(1, new Lock.Acquire("l", "a")).returned(true);
        var second = history.begin(2, new Lock.Acquire("l", "b"));
        history.begin(1, new Lock.Acquire("l", "a")).returned(true);
        history.begin(3, new Lock.Release("l", "b")).returned(false);
        history.begin(1, new Lock.Release("l", "a")).returned(true);
        second.returned(true);
        Linearizability.assertHolds(new Lock(), history.operations());
        history.begin(1, new Lock.Acquire("l", "a")).returned(true);
        assertInstanceOf(Verdict.Broken.class, Linearizability.check(new Lock(), history.operations()));
    }
}
