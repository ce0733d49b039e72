package dev.drover.policy.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.board.Intent.Wish;
import dev.drover.board.Measured;
import dev.drover.board.Measured.State;
import dev.drover.board.ServiceState;
import dev.drover.board.ServiceState.Mode;
import dev.drover.board.Standing.Verdict;
import dev.drover.model.FixedResponse;
import dev.drover.model.Health;
import dev.drover.policy.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FloorRulesTest {
    private static final Health.AllDown RESPOND =
            new Health.AllDown.Respond(new FixedResponse(503, new LinkedHashMap<>(), "back soon"));

    private static Health health(int removeAtMost, Health.AllDown allDown) {
        Health d = Health.DEFAULT;
        return new Health(
                d.check(),
                d.interval(),
                d.timeout(),
                d.fall(),
                d.rise(),
                d.jitterPercent(),
                d.flaps(),
                d.evidence(),
                removeAtMost,
                allDown);
    }

    private static ServiceState decide(int removeAtMost, ServiceState state) {
        return FloorRules.decide(health(removeAtMost, new Health.AllDown.ServeAll()), state);
    }

    private static Measured since(State state, int second) {
        return new Measured(state, Services.LONG_AGO.plusSeconds(second), "");
    }

    /** Instances named i0, i1 ..., each failing one second after the one before. */
    private static ServiceState state(State... states) {
        var instances = new ArrayList<Instance>();
        for (int i = 0; i < states.length; i++) {
            instances.add(Services.instance("i" + i, 1, since(states[i], i)));
        }
        return ServiceState.of("shop", instances);
    }

    private static String verdicts(ServiceState state) {
        var text = new StringBuilder();
        state.instances().forEach(i -> text.append(i.standing().verdict()).append(' '));
        return text.toString().strip();
    }

    @Test
    void instanceThatFailsGoesOut() {
        ServiceState decided = decide(50, state(State.UP, State.DOWN, State.EJECTED, State.UP));
        assertEquals("IN OUT OUT IN", verdicts(decided));
        assertEquals(Mode.NORMAL, decided.mode());
    }

    @Test
    void floorKeepsTheEjectedAndThenTheLastToFail() {
        ServiceState decided = decide(25, state(State.DOWN, State.EJECTED, State.UP, State.DOWN));
        assertEquals("OUT IN IN IN", verdicts(decided));
        assertEquals(Mode.FLOOR, decided.mode());
        assertEquals(
                "measured down, kept by the floor: 3 of 4 fail, at most 25% may be out (1)",
                decided.instances().get(3).standing().why());
    }

    @Test
    void oneMoreFailureDoesNotBringBackWhoIsOut() {
        ServiceState before = decide(50, state(State.DOWN, State.DOWN, State.UP, State.UP));
        ServiceState after = decide(50, state(State.DOWN, State.DOWN, State.DOWN, State.UP));
        assertEquals("OUT OUT IN IN", verdicts(before));
        assertEquals("OUT OUT IN IN", verdicts(after));
    }

    @Test
    void uncheckedOnesServeOnlyWhileNoneIsUp() {
        assertEquals("IN IN", verdicts(decide(50, state(State.UNKNOWN, State.UNKNOWN))));
        assertEquals("IN OUT", verdicts(decide(50, state(State.UP, State.UNKNOWN))));
        assertEquals("IN OUT", verdicts(decide(50, state(State.UNKNOWN, State.DOWN))));
    }

    @Test
    void uncheckedOnesThatDroverRunsAreStarting() {
        ServiceState alone = decide(50, ServiceState.of("shop", List.of(starting("i0"))));
        assertEquals(
                "starting, and no other is up",
                alone.instances().getFirst().standing().why());
        Instance up = Services.instance("i1", 1, since(State.UP, 0));
        ServiceState second = decide(50, ServiceState.of("shop", List.of(starting("i0"), up)));
        assertEquals("OUT IN", verdicts(second));
        assertEquals(
                "starting, others are up",
                second.instances().getFirst().standing().why());
    }

    private static Instance starting(String name) {
        Instance i = Services.instance(name, 1, since(State.UNKNOWN, 0));
        return new Instance(i.id(), i.address(), Instance.MANAGED, i.weight(), i.measured(), i.intent(), i.standing());
    }

    @Test
    void allDownServesAllOrAnswers() {
        ServiceState all = decide(50, state(State.DOWN, State.EJECTED));
        assertEquals("IN IN", verdicts(all));
        assertEquals(Mode.ALL_DOWN, all.mode());
        assertEquals("all 2 fail, served all the same", all.why());
        ServiceState none = FloorRules.decide(health(50, RESPOND), state(State.DOWN, State.EJECTED));
        assertEquals("OUT OUT", verdicts(none));
        assertEquals(Mode.ALL_DOWN, none.mode());
    }

    @Test
    void answersWhileAllThatDroverRunsAreStarting() {
        Instance down = Services.instance("i1", 1, since(State.DOWN, 0));
        ServiceState decided =
                FloorRules.decide(health(50, RESPOND), ServiceState.of("shop", List.of(starting("i0"), down)));
        assertEquals("OUT OUT", verdicts(decided));
        assertEquals(Mode.ALL_DOWN, decided.mode());
        assertEquals("none is up, the maintenance answer is given", decided.why());
        ServiceState unchecked = FloorRules.decide(health(50, RESPOND), state(State.UNKNOWN));
        assertEquals("IN", verdicts(unchecked), "an instance that others run may be well");
    }

    @Test
    void drainOfTheLastHealthyOneIsObeyed() {
        ServiceState state = state(State.UP);
        Instance drained =
                state.instances().getFirst().with(new Intent(Wish.DRAINING, Services.NOW, "cli:root", "kernel update"));
        ServiceState decided = decide(50, ServiceState.of("shop", List.of(drained)));
        assertEquals("DRAINING", verdicts(decided));
        assertEquals(
                "draining by cli:root: kernel update",
                decided.instances().getFirst().standing().why());
    }

    @Provide
    Arbitrary<ServiceState> services() {
        Arbitrary<Instance> instance = Combinators.combine(
                        Arbitraries.of(State.class),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(6, Arbitraries.just(Wish.IN_SERVICE)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.of(Wish.class))),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 1_000_000))
                .as((state, wish, second, name) -> Services.instance("i" + name, 1, since(state, second))
                        .with(new Intent(wish, Services.LONG_AGO, "test", "")));
        return instance.list()
                .ofMaxSize(12)
                .uniqueElements(i -> i.id().instance())
                .map(list -> ServiceState.of("shop", list));
    }

    @Property(tries = 2_000)
    void intentsAreObeyedAndDecidingTwiceChangesNothing(
            @ForAll("services") ServiceState state,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll boolean respond) {
        Health health = health(percent, respond ? RESPOND : new Health.AllDown.ServeAll());
        ServiceState decided = FloorRules.decide(health, state);
        for (Instance instance : decided.instances()) {
            switch (instance.intent().wish()) {
                case FORCED_UP -> assertEquals(Verdict.IN, instance.standing().verdict());
                case FORCED_DOWN ->
                    assertEquals(Verdict.OUT, instance.standing().verdict());
                case DRAINING ->
                    assertEquals(Verdict.DRAINING, instance.standing().verdict());
                case IN_SERVICE ->
                    assertTrue(
                            !instance.measured().isUp() || instance.standing().isIn());
            }
            assertFalse(instance.standing().why().isEmpty());
        }
        assertEquals(decided, FloorRules.decide(health, decided));
    }

    @Property(tries = 2_000)
    void neverTakesOutMoreThanAllowedNorTheLast(
            @ForAll("services") ServiceState state, @ForAll @IntRange(min = 0, max = 100) int percent) {
        ServiceState decided = decide(percent, state);
        List<Instance> judged = decided.instances().stream()
                .filter(i -> i.intent().wish() == Wish.IN_SERVICE)
                .toList();
        long forcedUp = decided.instances().stream()
                .filter(i -> i.intent().wish() == Wish.FORCED_UP)
                .count();
        boolean anyUp =
                forcedUp > 0 || judged.stream().anyMatch(i -> i.measured().isUp());
        long couldServe = forcedUp
                + judged.stream()
                        .filter(i -> !anyUp || i.measured().state() != State.UNKNOWN)
                        .count();
        long removed = judged.stream()
                .filter(i -> i.measured().state() != State.UNKNOWN)
                .filter(i -> !i.standing().isIn())
                .count();
        assertTrue(removed * 100 <= couldServe * percent, removed + " of " + couldServe + " out at " + percent + "%");
        if (!judged.isEmpty()) {
            assertTrue(decided.instances().stream().anyMatch(i -> i.standing().isIn()), decided.toString());
        }
    }
}
