package dev.drover.registry.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.InstanceId;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.policy.vantage.Panel;
import dev.drover.registry.Contact;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VotesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final InstanceId ONE = new InstanceId("shop", "10.0.0.7:80");

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final List<OneNode> nodes = new ArrayList<>();

    /** A node's health room, as far as votes meet it. */
    private final class OneNode implements Vantages, Reports, AutoCloseable {
        final String name;
        final Map<InstanceId, Report> said = new ConcurrentHashMap<>();
        final Votes votes;
        volatile boolean alone = true;

        OneNode(String name, String... members) {
            this.name = name;
            alive(name, CheckStatus.PASSING);
            votes = new Votes(registry, name, this, this, Ticker.of(time, time));
            votes.want(Set.of(members));
            nodes.add(this);
        }

        @Override
        public void share(Sharing sharing) {
            alone = false;
        }

        @Override
        public void alone() {
            alone = true;
        }

        @Override
        public void report(InstanceId id, Report report) {
            said.put(id, report);
        }

        @Override
        public void forget(InstanceId id) {
            said.remove(id);
        }

        void measures(boolean passing) {
            votes.measured(ONE, new Vote(passing, passing ? "check passed" : "3 of 3 checks failed: refused"));
        }

        void awaitSaid(boolean passing, String words) {
            var wanted = new Report(passing, words);
            Await.until(name + " hears " + wanted, SOON, () -> wanted.equals(said.get(ONE)), said::toString);
        }

        @Override
        public void close() {
            votes.close();
        }
    }

    private void alive(String node, CheckStatus status) {
        var liveness = Check.alive(node).saying(status, "");
        try {
            var _ = registry.apply(new Command.Register(Node.of(node, "10.0.0.1"), true, List.of(), List.of(liveness)));
        } catch (dev.drover.registry.Unavailable e) {
            throw new AssertionError(e);
        }
    }

    private List<OneNode> three() {
        for (String name : List.of("a", "b", "c")) {
            new OneNode(name, "a", "b", "c");
        }
        nodes.forEach(n -> Await.until(n.name + " shares", SOON, () -> !n.alone && n.votes.isMine(ONE)));
        return nodes;
    }

    @AfterEach
    void end() {
        nodes.forEach(OneNode::close);
    }

    @Test
    void goesByTheMajorityOnEveryNode() {
        List<OneNode> all = three();
        all.forEach(n -> n.measures(true));
        all.forEach(n -> n.awaitSaid(true, "3 of 3 nodes measure it up"));
        all.get(0).measures(false);
        all.get(1).measures(false);
        String words =
                "2 of 3 nodes measure it down; a: 3 of 3 checks failed: refused; b: 3 of 3 checks failed: refused";
        all.forEach(n -> n.awaitSaid(false, words));
    }

    @Test
    void doesNotGoByOneNodeThatSeesItOtherwise() {
        List<OneNode> all = three();
        all.forEach(n -> n.measures(true));
        all.forEach(n -> n.awaitSaid(true, "3 of 3 nodes measure it up"));
        all.get(2).measures(false);
        all.forEach(n -> n.awaitSaid(true, "2 of 3 nodes measure it up; c: 3 of 3 checks failed: refused"));
    }

    @Test
    void letsANodeThatDiedHaveNoVoice() {
        List<OneNode> all = three();
        all.get(0).measures(false);
        all.get(1).measures(false);
        all.get(2).measures(true);
        all.forEach(n -> Await.until(
                "down", SOON, () -> n.said.containsKey(ONE) && !n.said.get(ONE).passing()));
        alive("a", CheckStatus.CRITICAL);
        for (OneNode n : all.subList(1, 3)) {
            n.awaitSaid(true, "1 of 2 nodes measure it up; b: 3 of 3 checks failed: refused");
        }
    }

    @Test
    void measuresAloneWithoutOthers() {
        var only = new OneNode("a", "a", "b", "c");
        only.measures(true);
        Await.until("it has looked", SOON, () -> only.votes.owns(ONE));
        assertEquals(true, only.alone);
        assertEquals(Map.of(), only.said);
    }

    @Test
    void measuresAloneOnceTheRegistryIsGoneForAWhileAndTogetherOnceItIsBack() {
        List<OneNode> all = three();
        all.forEach(n -> n.measures(true));
        all.forEach(n -> n.awaitSaid(true, "3 of 3 nodes measure it up"));
        registry.contact(new Contact(false, Votes.HOLDS.minusSeconds(1)));
        registry.cutOff(true);
        all.get(0).measures(false);
        registry.contact(new Contact(false, Votes.HOLDS));
        all.forEach(n -> Await.until(n.name + " is alone", SOON, () -> n.alone && n.said.isEmpty()));
        registry.contact(Contact.NOW);
        registry.cutOff(false);
        all.forEach(n -> n.awaitSaid(true, "2 of 3 nodes measure it up; a: 3 of 3 checks failed: refused"));
    }

    @Test
    void writesOnlyWhatIsNews() {
        List<OneNode> all = three();
        all.forEach(n -> n.measures(true));
        all.forEach(n -> n.awaitSaid(true, "3 of 3 nodes measure it up"));
        long index = registry.state().index();
        all.getFirst().votes.measured(ONE, new Vantages.Vote(true, "other words"));
        all.get(1).measures(false);
        all.forEach(n -> n.awaitSaid(true, "2 of 3 nodes measure it up; b: 3 of 3 checks failed: refused"));
        assertEquals(index + 1, registry.state().index());
    }

    @Test
    void takesItsVoteBackFromWhatIsGone() {
        List<OneNode> all = three();
        all.forEach(n -> n.measures(true));
        all.forEach(n -> n.awaitSaid(true, "3 of 3 nodes measure it up"));
        all.forEach(n -> n.votes.dropped(ONE));
        all.forEach(n -> Await.until(n.name + " forgets", SOON, () -> n.said.isEmpty()));
        Await.until("no vote is kept", SOON, () -> registry.state().votes().isEmpty());
    }

    @Test
    void givesEachInstanceOneOwner() {
        List<OneNode> all = three();
        for (int i = 0; i < 50; i++) {
            var id = new InstanceId("shop", "10.0.0." + i + ":80");
            Await.until(
                    "one owns " + id,
                    SOON,
                    () -> all.stream().filter(n -> n.votes.owns(id)).count() == 1);
        }
    }

    @Test
    void leavesToOthersWhatMoreThanThreeNodesNeedNotCheck() {
        var names = new String[] {"a", "b", "c", "d", "e"};
        for (String name : names) {
            new OneNode(name, names);
        }
        nodes.forEach(n -> Await.until(n.name + " shares", SOON, () -> !n.alone));
        Await.until(
                "all know of all",
                SOON,
                () -> nodes.stream().filter(n -> n.votes.isMine(ONE)).count() == Panel.SIZE);
        var checked = new HashSet<String>();
        for (int i = 0; i < 50; i++) {
            var id = new InstanceId("shop", "10.0.0." + i + ":80");
            nodes.stream().filter(n -> n.votes.isMine(id)).forEach(n -> checked.add(n.name));
        }
        assertEquals(Set.of(names), checked);
    }
}
