package dev.drover.registry.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ID = "drover:shop:one";

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final Board board = new Board(UnaryOperator.identity(), time);
    private volatile boolean mine = true;
    private final Declarations declarations =
            new Declarations(registry, Node.of("alpha", "10.0.0.1"), id -> mine, Ticker.of(time, time));

    @BeforeEach
    void declare() {
        board.watch(declarations::observe);
        declarations.want(Set.of("shop"));
        found("one");
    }

    @AfterEach
    void end() {
        declarations.close();
    }

    private void found(String... names) {
        var known = List.of(names).stream()
                .map(n -> new Change.Known(n, new InetSocketAddress("10.0.0.7", 8080), "test", 3))
                .toList();
        board.apply(new Change.Found("shop", "test", known));
    }

    private void measure(Measured.State state, String why) {
        board.apply(new Change.Measure(new InstanceId("shop", "one"), new Measured(state, time.instant(), why)));
    }

    /** By id, what the checks of this node say. */
    private String said() {
        var words = new StringBuilder();
        registry.state()
                .checks("alpha")
                .forEach(c -> words.append(c.id())
                        .append('=')
                        .append(c.status().text())
                        .append(' '));
        return words.toString().strip();
    }

    private void awaitSaid(String what) {
        Await.until(what, SOON, () -> said().equals(what), this::said);
    }

    @Test
    void tellsOfAnInstanceAndEachChangeOfItsHealth() {
        awaitSaid("service:" + ID + "=critical");
        Service told = registry.state().service("alpha", ID);
        assertEquals("shop 10.0.0.7:8080", told.name() + " " + told.address() + ":" + told.port());
        measure(Measured.State.UP, "check passed");
        awaitSaid("service:" + ID + "=passing");
        measure(Measured.State.EJECTED, "5 requests in a row failed");
        awaitSaid("service:" + ID + "=critical");
        assertEquals(
                "5 requests in a row failed",
                registry.state().check("alpha", "service:" + ID).output());
    }

    @Test
    void leavesToOthersWhatIsTheirs() {
        awaitSaid("service:" + ID + "=critical");
        mine = false;
        declarations.divide();
        measure(Measured.State.UP, "check passed");
        found();
        declarations.want(Set.of());
        mine = true;
        declarations.divide();
        awaitSaid("");
        mine = false;
        declarations.want(Set.of("shop"));
        found("one");
        mine = true;
        declarations.divide();
        awaitSaid("service:" + ID + "=critical");
    }

    @Test
    void writesNothingForOtherWordsOfTheSameHealth() {
        measure(Measured.State.UP, "check passed");
        awaitSaid("service:" + ID + "=passing");
        long before = registry.state().index();
        measure(Measured.State.UP, "2 of 2 checks passed");
        board.apply(new Change.Found("other", "test", List.of()));
        found("one", "two");
        Await.until("the second", SOON, () -> registry.state().services("alpha").size() == 2);
        assertEquals(before + 1, registry.state().index());
    }

    @Test
    void keepsWhatTheCatalogSaysUntilItMeasuredAgain() {
        measure(Measured.State.UP, "check passed");
        awaitSaid("service:" + ID + "=passing");
        declarations.close();
        long before = registry.state().index();
        var again = new Board(UnaryOperator.identity(), time);
        try (var next = new Declarations(registry, Node.of("alpha", "10.0.0.1"), id -> true, Ticker.of(time, time))) {
            next.want(Set.of("shop"));
            again.watch(next::observe);
            var known = new Change.Known("one", new InetSocketAddress("10.0.0.7", 8080), "test", 3);
            var two = new Change.Known("two", new InetSocketAddress("10.0.0.7", 8081), "test", 3);
            again.apply(new Change.Found("shop", "test", List.of(known, two)));
            Await.until(
                    "the second", SOON, () -> registry.state().services("alpha").size() == 2);
            assertEquals(before + 1, registry.state().index());
            assertEquals("service:" + ID + "=passing service:drover:shop:two=critical", said());
        }
    }

    @Test
    void tellsOfADrainAsOfMaintenance() {
        measure(Measured.State.UP, "check passed");
        var drained = new Intent(Intent.Wish.DRAINING, time.instant(), "cli:ada", "new disk");
        board.apply(new Change.Intend(new InstanceId("shop", "one"), drained));
        awaitSaid("_service_maintenance:" + ID + "=critical service:" + ID + "=passing");
        board.apply(new Change.Intend(new InstanceId("shop", "one"), Intent.inService(time.instant())));
        awaitSaid("service:" + ID + "=passing");
    }

    @Test
    void removesWhatIsGoneAndLeavesToOthersWhatIsTheirs() throws Exception {
        awaitSaid("service:" + ID + "=critical");
        registry.apply(new Command.PutService(Service.of("alpha", "shop-1", "shop", 1), List.of(), false, true));
        found("two");
        awaitSaid("service:drover:shop:two=critical");
        declarations.want(Set.of());
        awaitSaid("");
        assertEquals(
                List.of("shop-1"),
                registry.state().services("alpha").stream().map(Service::id).toList());
    }

    @Test
    void tellsTheNewestOnceItCanBeWritten() {
        awaitSaid("service:" + ID + "=critical");
        registry.cutOff(true);
        measure(Measured.State.UP, "check passed");
        measure(Measured.State.DOWN, "no");
        measure(Measured.State.UP, "check passed");
        long before = registry.state().index();
        registry.cutOff(false);
        awaitSaid("service:" + ID + "=passing");
        assertEquals(before + 1, registry.state().index());
    }
}
