package dev.drover.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Intent.Wish;
import dev.drover.testkit.FakeTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final InstanceId ONE = new InstanceId("shop", "one");

    private final FakeTime time = new FakeTime();
    private final Board board = new Board(BoardTest::decide, time);

    /** In where it measures up or nothing says otherwise: enough of a rule to see that rules are asked. */
    static ServiceState decide(ServiceState state) {
        List<Instance> decided = state.instances().stream()
                .map(i -> i.with(
                        i.intent().wish() == Wish.DRAINING
                                ? new Standing(Standing.Verdict.DRAINING, "drained")
                                : i.measured().isUp()
                                        ? new Standing(Standing.Verdict.IN, "up")
                                        : new Standing(Standing.Verdict.OUT, "not up")))
                .toList();
        return new ServiceState(state.name(), decided, state.mode(), state.why());
    }

    static Change.Known known(String name) {
        return known(name, 80);
    }

    static Change.Known known(String name, int port) {
        return new Change.Known(name, new InetSocketAddress("127.0.0.1", port), name + ":" + port, 1);
    }

    private Change found(String... names) {
        return new Change.Found(
                "shop", "addresses", Arrays.stream(names).map(BoardTest::known).toList());
    }

    private Change up(InstanceId id) {
        return new Change.Measure(id, new Measured(Measured.State.UP, time.instant(), "check passed"));
    }

    private Change wish(InstanceId id, Wish wish, String by) {
        return new Change.Intend(id, new Intent(wish, time.instant(), by, "why"));
    }

    private Instance one() {
        return board.now().instance(ONE).orElseThrow();
    }

    @Test
    void beginsEmptyWithGenerationZero() {
        assertEquals(0, board.now().generation());
        assertTrue(board.now().services().isEmpty());
    }

    @Test
    void makesOneGenerationOfABatch() {
        Snapshot next = board.apply(List.of(found("one", "two"), up(ONE), up(new InstanceId("shop", "two"))));
        assertEquals(1, next.generation());
        assertTrue(one().standing().isIn());
    }

    @Test
    void makesNoGenerationWhereNothingChanges() {
        board.apply(found("one"));
        board.apply(up(ONE));
        Snapshot before = board.now();
        assertSame(before, board.apply(found("one")));
        assertSame(before, board.apply(new Change.Measure(ONE, one().measured())));
        assertSame(before, board.apply(new Change.Decide("shop")));
        assertSame(before, board.apply(List.of()));
    }

    @Test
    void leavesOutChangesOfWhatIsUnknown() {
        Snapshot before = board.now();
        assertSame(
                before,
                board.apply(List.of(
                        up(ONE),
                        wish(ONE, Wish.DRAINING, "cli:me"),
                        new Change.Gone("shop"),
                        new Change.Decide("shop"))));
    }

    @Test
    void healthAndIntentDoNotOverwriteEachOther() {
        board.apply(List.of(found("one"), up(ONE), wish(ONE, Wish.DRAINING, "cli:me")));
        assertEquals(Measured.State.UP, one().measured().state());
        assertEquals(Wish.DRAINING, one().intent().wish());
        board.apply(new Change.Measure(ONE, new Measured(Measured.State.DOWN, time.instant(), "refused")));
        assertEquals(Wish.DRAINING, one().intent().wish());
        assertEquals(Standing.Verdict.DRAINING, one().standing().verdict());
    }

    @Test
    void keepsHealthAndIntentOfWhatIsNamedAgain() {
        board.apply(List.of(found("one"), up(ONE), wish(ONE, Wish.DRAINING, "cli:me")));
        board.apply(found("two", "one"));
        assertEquals(Measured.State.UP, one().measured().state());
        assertEquals(Wish.DRAINING, one().intent().wish());
    }

    @Test
    void measuresAnewWhatMovedAndKeepsTheWish() {
        board.apply(List.of(found("one"), up(ONE), wish(ONE, Wish.FORCED_DOWN, "cli:me")));
        board.apply(new Change.Found("shop", "addresses", List.of(known("one", 81))));
        assertEquals(Measured.State.UNKNOWN, one().measured().state());
        assertEquals(Wish.FORCED_DOWN, one().intent().wish());
        assertEquals("127.0.0.1:81", one().hostPort());
    }

    @Test
    void anOperatorsWishOutlivesAnInstanceThatIsAwayForAWhile() {
        board.apply(List.of(found("one", "two"), up(ONE), wish(ONE, Wish.DRAINING, "cli:me")));
        board.apply(found("two"));
        assertTrue(board.now().instance(ONE).isEmpty());
        board.apply(found("one", "two"));
        assertEquals(Wish.DRAINING, one().intent().wish());
        assertEquals("cli:me", one().intent().by());
        assertEquals(Measured.State.UNKNOWN, one().measured().state());
    }

    @Test
    void aRestartsWishEndsWithTheInstance() {
        board.apply(List.of(found("one"), wish(ONE, Wish.DRAINING, Intent.RESTART)));
        board.apply(found());
        board.apply(found("one"));
        assertEquals(Wish.IN_SERVICE, one().intent().wish());
    }

    @Test
    void forgetsTheWishesOfAServiceThatIsNoLongerDeclared() {
        board.apply(List.of(found("one"), wish(ONE, Wish.DRAINING, "cli:me")));
        board.apply(found());
        board.apply(new Change.Gone("shop"));
        board.apply(found("one"));
        assertEquals(Wish.IN_SERVICE, one().intent().wish());
    }

    @Test
    void uniteWhatSeveralSourcesKnow() {
        board.apply(new Change.Found("shop", "addresses", List.of(known("one"))));
        board.apply(new Change.Found("shop", "supervisor", List.of(known("two"), known("one", 99))));
        assertEquals(2, board.now().service("shop").orElseThrow().instances().size());
        assertEquals("127.0.0.1:80", one().hostPort());
        board.apply(new Change.Found("shop", "addresses", List.of()));
        assertEquals("127.0.0.1:99", one().hostPort());
    }

    @Test
    void anEmptyServiceIsEmptyAndAGoneOneGone() {
        board.apply(found());
        assertEquals(
                ServiceState.Mode.EMPTY,
                board.now().service("shop").orElseThrow().mode());
        board.apply(new Change.Gone("shop"));
        assertTrue(board.now().service("shop").isEmpty());
    }

    @Test
    void sharesWhatDidNotChangeWithTheGenerationBefore() {
        board.apply(List.of(found("one"), new Change.Found("other", "addresses", List.of(known("x")))));
        ServiceState before = board.now().service("other").orElseThrow();
        board.apply(up(ONE));
        assertSame(before, board.now().service("other").orElseThrow());
    }

    @Test
    void watchersGetThePresentAndThenEveryGenerationInOrder() {
        var seen = new ArrayList<Long>();
        board.apply(found("one"));
        board.watch(s -> seen.add(s.generation()));
        board.apply(up(ONE));
        board.apply(found());
        assertEquals(List.of(1L, 2L, 3L), seen);
    }

    @Test
    void whatAWatcherChangesComesAfterwardsForAll() {
        var first = new ArrayList<Long>();
        var second = new ArrayList<Long>();
        board.watch(s -> {
            first.add(s.generation());
            if (s.generation() == 1) {
                board.apply(up(ONE));
            }
        });
        board.watch(s -> second.add(s.generation()));
        board.apply(found("one"));
        assertEquals(List.of(0L, 1L, 2L), first);
        assertEquals(List.of(0L, 1L, 2L), second);
    }

    @Test
    void aWatcherThatFailsDoesNotKeepTheOthersFromKnowing() {
        var seen = new ArrayList<Long>();
        board.watch(s -> {
            if (s.generation() == 1) {
                throw new IllegalStateException("on purpose");
            }
        });
        board.watch(s -> seen.add(s.generation()));
        board.apply(found("one"));
        board.apply(up(ONE));
        assertEquals(List.of(0L, 1L, 2L), seen);
    }

    @Test
    void manyThreadsMakeOneOrder() throws InterruptedException {
        int threads = 4;
        int changes = 200;
        board.apply(new Change.Found(
                "shop",
                "addresses",
                IntStream.range(0, threads).mapToObj(i -> known("i" + i)).toList()));
        var seen = new ArrayList<Long>();
        board.watch(s -> seen.add(s.generation()));
        var done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            var id = new InstanceId("shop", "i" + t);
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < changes; i++) {
                    var state = i % 2 == 0 ? Measured.State.UP : Measured.State.DOWN;
                    board.apply(new Change.Measure(id, new Measured(state, time.instant(), "")));
                }
                done.countDown();
            });
        }
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertEquals(
                IntStream.rangeClosed(1, threads * changes + 1)
                        .mapToObj(i -> (long) i)
                        .toList(),
                seen);
    }

    @Test
    void thePastTellsWhatHappenedWhenAndWhy() {
        board.apply(found("one"));
        time.advance(Duration.ofSeconds(3));
        board.apply(up(ONE));
        board.apply(wish(ONE, Wish.DRAINING, "cli:me"));
        board.apply(found());
        List<Event> past = board.past("shop");
        assertEquals(
                List.of("found", "gone", "intent", "measured", "mode", "mode", "standing", "standing"),
                past.stream().map(Event::what).sorted().toList(),
                past.toString());
        Event measured = past.stream()
                .filter(e -> e.what().equals("measured"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                new Event(FakeTime.START.plusSeconds(3), 2, ONE, "measured", "unknown", "up", "check passed"),
                measured);
        Event intent =
                past.stream().filter(e -> e.what().equals("intent")).findFirst().orElseThrow();
        assertEquals("cli:me why", intent.why());
    }

    @Test
    void thePastIsBoundedAndKeepsTheNewest() {
        board.apply(found("one"));
        for (int i = 0; i < 2000; i++) {
            board.note(new Event(time.instant(), 0, ONE, "restart", "", "", Integer.toString(i)));
        }
        List<Event> past = board.past("shop");
        assertTrue(past.size() <= 1000, "kept " + past.size());
        assertEquals("1999", past.getLast().why());
    }

    @Test
    void thePastOfAGoneServiceIsForgotten() {
        board.apply(found("one"));
        assertFalse(board.past("shop").isEmpty());
        board.apply(new Change.Gone("shop"));
        assertTrue(board.past("shop").isEmpty());
    }

    @Test
    void keepsWhenAPlaneConfirmedAGenerationFirst() {
        board.confirm("gateway", 7);
        time.advance(Duration.ofSeconds(1));
        board.confirm("gateway", 7);
        assertEquals(FakeTime.START, board.confirmations(7).get("gateway"));
        assertTrue(board.confirmations(8).isEmpty());
        board.confirm("gateway", 100_000);
        assertTrue(board.confirmations(7).isEmpty());
    }
}
