package dev.drover.registry.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Board;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.ServiceState;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Weights;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final Board board = new Board(UnaryOperator.identity(), time);
    private final Map<InstanceId, Reports.Report> reported = new ConcurrentHashMap<>();
    private final Arrivals arrivals = new Arrivals(registry, board, new Noted(), Ticker.of(time, time));

    private final class Noted implements Reports {
        @Override
        public void report(InstanceId id, Report report) {
            reported.put(id, report);
        }

        @Override
        public void forget(InstanceId id) {
            reported.remove(id);
        }
    }

    @BeforeEach
    void makeANode() throws Exception {
        registry.apply(new Command.PutNode(Node.of("alpha", "10.0.0.1")));
    }

    @AfterEach
    void end() {
        arrivals.close();
    }

    private void register(Service service, Check... checks) throws Exception {
        registry.apply(new Command.PutService(service, List.of(checks), false, false));
    }

    private static Check check(String id, CheckStatus status) {
        return Check.of("alpha", id, "w1", status).saying(status, "says so");
    }

    private List<String> known(String service) {
        return board.now().service(service).map(ServiceState::instances).orElse(List.of()).stream()
                .map(i -> i.id().instance() + " " + i.hostPort() + " " + i.weight())
                .toList();
    }

    private void awaitKnown(String... instances) {
        Await.until(
                "instances",
                SOON,
                () -> known("web").equals(List.of(instances)),
                () -> known("web").toString());
    }

    @Test
    void hasWhatIsThereAtOnceAndWhatComesSoon() throws Exception {
        register(Service.of("alpha", "w1", "web", 80));
        arrivals.want(Set.of("web"), Set.of("web"));
        assertEquals(List.of("alpha/w1 10.0.0.1:80 1"), known("web"));
        register(Service.of("alpha", "w2", "web", 81));
        awaitKnown("alpha/w1 10.0.0.1:80 1", "alpha/w2 10.0.0.1:81 1");
        registry.apply(new Command.RemoveService("alpha", "w1"));
        awaitKnown("alpha/w2 10.0.0.1:81 1");
        var left = Set.of(new InstanceId("web", "alpha/w2"));
        Await.until("that it is forgotten", SOON, () -> reported.keySet().equals(left));
    }

    @Test
    void takesTheNameWhateverItsCaseAndKeepsTheDeclaredOne() throws Exception {
        arrivals.want(Set.of("Web"), Set.of("Web"));
        register(Service.of("alpha", "w1", "wEB", 80));
        Await.until("the instance", SOON, () -> known("Web").size() == 1);
    }

    @Test
    void reportsTheWorstCheckAndTakesAWarningForNoFailure() throws Exception {
        arrivals.want(Set.of("web"), Set.of("web"));
        register(Service.of("alpha", "w1", "web", 80));
        var id = new InstanceId("web", "alpha/w1");
        awaitReport(id, true, "registered without a check of its own");
        register(
                Service.of("alpha", "w1", "web", 80), check("a", CheckStatus.PASSING), check("b", CheckStatus.WARNING));
        awaitReport(id, true, "registered check b is warning: says so");
        registry.apply(new Command.SetCheck("alpha", "a", CheckStatus.CRITICAL, "no\nmore"));
        awaitReport(id, false, "registered check a is critical: no");
        registry.apply(new Command.SetCheck("alpha", "a", CheckStatus.PASSING, ""));
        registry.apply(new Command.SetCheck("alpha", "b", CheckStatus.PASSING, ""));
        awaitReport(id, true, "its 2 registered checks pass");
        registry.apply(new Command.PutCheck(Check.of("alpha", "node", "", CheckStatus.CRITICAL), false));
        awaitReport(id, false, "registered check node is critical");
    }

    private void awaitReport(InstanceId id, boolean passing, String words) {
        var wanted = new Reports.Report(passing, words);
        Await.until("a report", SOON, () -> wanted.equals(reported.get(id)), () -> String.valueOf(reported.get(id)));
    }

    @Test
    void weighsByWhatItsChecksSay() throws Exception {
        arrivals.want(Set.of("web"), Set.of("web"));
        var s = Service.of("alpha", "w1", "web", 80);
        var weighed = new Service(
                s.node(),
                s.id(),
                s.name(),
                s.tags(),
                "10.0.0.9",
                Map.of(),
                80,
                Map.of(),
                new Weights(10, 2),
                false,
                0,
                0);
        register(weighed, check("a", CheckStatus.PASSING));
        awaitKnown("alpha/w1 10.0.0.9:80 10");
        registry.apply(new Command.SetCheck("alpha", "a", CheckStatus.WARNING, ""));
        awaitKnown("alpha/w1 10.0.0.9:80 2");
    }

    @Test
    void leavesOutWhatCannotBeReachedAndSaysWhy() throws Exception {
        arrivals.want(Set.of("web"), Set.of("web"));
        register(Service.of("alpha", "w1", "web", 0));
        register(Service.of("alpha", "w2", "web", 81));
        awaitKnown("alpha/w2 10.0.0.1:81 1");
        var place = Place.of(registry.state(), registry.state().service("alpha", "w1"));
        assertEquals("it registered no port", arrivals.obstacle(place));
    }

    @Test
    void resolvesNamesAside() throws Exception {
        arrivals.want(Set.of("web"), Set.of("web"));
        var s = Service.of("alpha", "w1", "web", 80);
        register(new Service(
                s.node(),
                s.id(),
                s.name(),
                s.tags(),
                "localhost",
                Map.of(),
                80,
                Map.of(),
                Weights.DEFAULT,
                false,
                0,
                0));
        Await.until("the name", SOON, () -> known("web").size() == 1);
        Instance found = board.now().service("web").orElseThrow().instances().getFirst();
        assertTrue(found.address().getAddress().isLoopbackAddress(), found::toString);
        assertEquals("localhost:80", found.origin());
    }

    @Test
    void givesUpAServiceThatIsWantedNoMore() throws Exception {
        register(Service.of("alpha", "w1", "web", 80));
        register(Service.of("alpha", "o1", "other", 81));
        arrivals.want(Set.of("web", "other"), Set.of("web", "other"));
        arrivals.want(Set.of(), Set.of("web"));
        assertEquals(List.of(), known("web"), "now it is declared otherwise");
        assertEquals(1, known("other").size(), "routes may still lead there");
        arrivals.settle(Set.of("web"));
        assertTrue(board.now().service("other").isEmpty());
        assertTrue(reported.isEmpty(), reported::toString);
    }
}
