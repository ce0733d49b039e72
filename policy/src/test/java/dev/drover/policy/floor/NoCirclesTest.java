package dev.drover.policy.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.ServiceState.Mode;
import dev.drover.board.Standing;
import dev.drover.board.Standing.Verdict;
import dev.drover.model.Health;
import dev.drover.model.Listener.BindAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoCirclesTest {
    private static final Instant THEN = Instant.EPOCH;
    private static final InetAddress MACHINE = InetAddress.ofLiteral("10.0.0.5");

    private final List<NoCircles.Own> listening = new ArrayList<>();
    private final NoCircles rule =
            new NoCircles(() -> listening, MACHINE::equals, state -> FloorRules.decide(Health.DEFAULT, state));

    private static Instance instance(String host, int port, Measured.State state, Intent.Wish wish) {
        return new Instance(
                new InstanceId("shop", host + ":" + port),
                new InetSocketAddress(InetAddress.ofLiteral(host), port),
                "backend.example.com:" + port,
                1,
                new Measured(state, THEN, ""),
                new Intent(wish, THEN, "ann", ""),
                Standing.UNDECIDED);
    }

    private static Instance up(String host, int port) {
        return instance(host, port, Measured.State.UP, Intent.Wish.IN_SERVICE);
    }

    private List<Verdict> verdicts(Instance... instances) {
        return rule.apply(ServiceState.of("shop", Arrays.asList(instances))).instances().stream()
                .map(i -> i.standing().verdict())
                .toList();
    }

    private void listen(String host, int port) {
        listening.add(new NoCircles.Own(new BindAddress(host, port), "listener web of this node"));
    }

    @Test
    void keepsOutWhatIsOneOfItsOwnListeners() {
        listen("*", 8080);
        assertEquals(
                List.of(Verdict.OUT, Verdict.OUT, Verdict.OUT, Verdict.OUT, Verdict.IN, Verdict.IN),
                verdicts(
                        up("127.0.0.1", 8080),
                        up("127.9.9.9", 8080),
                        up("::1", 8080),
                        up("10.0.0.5", 8080),
                        up("10.0.0.6", 8080),
                        up("127.0.0.1", 8081)));
    }

    @Test
    void tellsListenersOfOneAddressApart() {
        listen("10.0.0.5", 8080);
        listen("127.0.0.1", 8081);
        assertEquals(
                List.of(Verdict.OUT, Verdict.IN, Verdict.OUT, Verdict.IN),
                verdicts(up("10.0.0.5", 8080), up("127.0.0.1", 8080), up("127.0.0.1", 8081), up("127.0.0.2", 8081)));
    }

    @Test
    void saysWhatItIs() {
        listening.add(new NoCircles.Own(new BindAddress("127.0.0.1", 9180), "the admin API of this node"));
        ServiceState decided = rule.apply(ServiceState.of("shop", List.of(up("127.0.0.1", 9180))));
        assertEquals(Mode.EMPTY, decided.mode());
        assertEquals("every instance is this node itself", decided.why());
        assertEquals(
                "it is the admin API of this node: requests would go round in circles",
                decided.instances().getFirst().standing().why());
    }

    @Test
    void staysOutThoughForcedUpOrAllOthersAreDown() {
        listen("*", 8080);
        Instance forced = instance("127.0.0.1", 8080, Measured.State.UP, Intent.Wish.FORCED_UP);
        Instance down = instance("10.0.0.6", 8080, Measured.State.DOWN, Intent.Wish.IN_SERVICE);
        assertEquals(List.of(Verdict.OUT, Verdict.IN), verdicts(forced, down));
    }

    @Test
    void leavesAllElseToTheOtherRules() {
        listen("*", 8080);
        ServiceState state = ServiceState.of("shop", List.of(up("10.0.0.6", 8080), up("10.0.0.7", 8081)));
        assertEquals(FloorRules.decide(Health.DEFAULT, state), rule.apply(state));
        assertEquals(Mode.EMPTY, rule.apply(ServiceState.of("shop", List.of())).mode());
    }
}
