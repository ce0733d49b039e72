package dev.drover.policy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Standing;
import dev.drover.model.Balance;
import dev.drover.policy.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BalancingTest {
    private static final long NOW = Services.NOW.toEpochMilli();
    private static final Tokens TOKENS = new Tokens(new byte[32]);
    private static final Balance ROUND_ROBIN = new Balance.RoundRobin();
    private static final Balance LEAST = new Balance.LeastRequests();
    private static final Balance HASH = new Balance.Hash(new Balance.Key.RequestPath());
    private static final Balance STICKY = new Balance.Sticky("drover", Duration.ZERO);

    /** An upstream whose requests in flight are what the test says. */
    private static final class Upstream implements Member {
        final InstanceId id;
        int inFlight;
        int picked;

        Upstream(InstanceId id) {
            this.id = id;
        }

        @Override
        public int inFlight() {
            return inFlight;
        }
    }

    private static Balancer<Upstream> balancer(Balance how, ServiceState state, Duration slowStart, long seed) {
        return Balancing.compile(Services.service(how, slowStart), state, TOKENS)
                .on(i -> new Upstream(i.id()), new SplittableRandom(seed));
    }

    private static Balancer<Upstream> balancer(Balance how, int... weights) {
        return balancer(how, Services.state(weights), Duration.ZERO, 7);
    }

    private static Upstream pick(Balancer<Upstream> balancer, @Nullable String key) {
        Upstream picked = balancer.pick(key, new Tried(), NOW);
        assertNotNull(picked);
        picked.picked++;
        return picked;
    }

    private static int[] picks(Balancer<Upstream> balancer, int count) {
        for (int i = 0; i < count; i++) {
            pick(balancer, null);
        }
        return balancer.members().stream().mapToInt(m -> m.picked).toArray();
    }

    @Property(tries = 100)
    void roundRobinGivesEachItsWeight(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights, @ForAll long seed) {
        int[] given = weights.stream().mapToInt(w -> w).toArray();
        int sum = weights.stream().mapToInt(w -> w).sum();
        Balancer<Upstream> balancer = balancer(ROUND_ROBIN, Services.state(given), Duration.ZERO, seed);
        int[] picks = picks(balancer, sum * 50);
        for (int i = 0; i < given.length; i++) {
            assertEquals(given[i] * 50, picks[i], 2, "weights " + weights);
        }
    }

    @Test
    void roundRobinIsSmooth() {
        Balancer<Upstream> balancer = balancer(ROUND_ROBIN, 5, 1, 1);
        String turns = "";
        for (int i = 0; i < 70; i++) {
            turns += pick(balancer, null).id.instance().substring(1);
        }
        assertFalse(turns.contains("00000"), turns);
        assertEquals(50, turns.chars().filter(c -> c == '0').count(), 1);
    }

    @Property(tries = 50)
    void idleServiceIsSharedByWeightUnderLeastRequests(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 5) Integer> weights, @ForAll long seed) {
        int[] given = weights.stream().mapToInt(w -> w).toArray();
        double sum = weights.stream().mapToInt(w -> w).sum();
        int[] picks = picks(balancer(LEAST, Services.state(given), Duration.ZERO, seed), 20_000);
        for (int i = 0; i < given.length; i++) {
            assertEquals(given[i] / sum, picks[i] / 20_000.0, 0.02, "weights " + weights);
        }
    }

    @Property(tries = 30)
    void leastRequestsKeepsLoadPerWeightEven(
            @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 1, max = 4) Integer> weights, @ForAll long seed) {
        int[] given = weights.stream().mapToInt(w -> w).toArray();
        int sum = weights.stream().mapToInt(w -> w).sum();
        Balancer<Upstream> balancer = balancer(LEAST, Services.state(given), Duration.ZERO, seed);
        for (int i = 0; i < sum * 100; i++) {
            pick(balancer, null).inFlight++;
        }
        for (int i = 0; i < given.length; i++) {
            assertEquals(100.0, balancer.members().get(i).inFlight / (double) given[i], 15, "weights " + weights);
        }
    }

    @Test
    void leastRequestsAvoidsTheBusyOne() {
        Balancer<Upstream> balancer = balancer(LEAST, 1, 1);
        balancer.members().getFirst().inFlight = 3;
        assertEquals(0, picks(balancer, 200)[0]);
    }

    @Property(tries = 30)
    void boundedHashNeverExceedsItsBound(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 1, max = 4) Integer> weights,
            @ForAll @IntRange(min = 1, max = 5) int keys,
            @ForAll long seed) {
        int[] given = weights.stream().mapToInt(w -> w).toArray();
        double sum = weights.stream().mapToInt(w -> w).sum();
        Balancer<Upstream> balancer = balancer(HASH, Services.state(given), Duration.ZERO, seed);
        for (int m = 1; m <= 300; m++) {
            Upstream picked = pick(balancer, "key " + m % keys);
            int weight = given[balancer.members().indexOf(picked)];
            picked.inFlight++;
            assertTrue(picked.inFlight <= Math.ceil(1.25 * m * weight / sum), m + " in flight, weights " + weights);
        }
    }

    @Property(tries = 20)
    void sameKeyReachesSameInstanceOnEveryLoop(@ForAll @IntRange(min = 1, max = 20) int size, @ForAll String key) {
        int[] weights = new int[size];
        java.util.Arrays.fill(weights, 1);
        Upstream one = pick(balancer(HASH, Services.state(weights), Duration.ZERO, 1), key);
        Upstream other = pick(balancer(HASH, Services.state(weights), Duration.ZERO, 2), key);
        assertEquals(one.id, other.id);
    }

    @Property(tries = 20)
    void onlyKeysOfTheLeavingInstanceMove(
            @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 1, max = 6) Integer> weights,
            @ForAll @IntRange(min = 0, max = 9) int leaving) {
        ServiceState all = Services.state(weights.stream().mapToInt(w -> w).toArray());
        Instance gone = all.instances().get(leaving % weights.size());
        Balancer<Upstream> before = balancer(HASH, all, Duration.ZERO, 1);
        Balancer<Upstream> after = balancer(HASH, without(all, gone), Duration.ZERO, 1);
        for (int i = 0; i < 2_000; i++) {
            InstanceId was = pick(before, "key " + i).id;
            InstanceId is = pick(after, "key " + i).id;
            assertTrue(was.equals(gone.id()) ? !is.equals(gone.id()) : is.equals(was), "key " + i);
        }
    }

    private static ServiceState without(ServiceState all, Instance gone) {
        return ServiceState.of(
                all.name(),
                all.instances().stream()
                        .map(i -> i.equals(gone) ? i.with(Standing.UNDECIDED) : i)
                        .toList());
    }

    @Test
    void hashSharesKeysByWeight() {
        Balancer<Upstream> balancer = balancer(HASH, 1, 3);
        for (int i = 0; i < 20_000; i++) {
            pick(balancer, "key " + i);
        }
        assertEquals(0.25, balancer.members().getFirst().picked / 20_000.0, 0.05);
    }

    @Property(tries = 100)
    void triedInstancesAreNotPickedAgainUntilNoneIsLeft(
            @ForAll @IntRange(min = 0, max = 3) int how,
            @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 100) Integer> weights,
            @ForAll long seed) {
        Balance balance = List.of(ROUND_ROBIN, LEAST, HASH, STICKY).get(how);
        int[] given = weights.stream().mapToInt(w -> w).toArray();
        Balancer<Upstream> balancer = balancer(balance, Services.state(given), Duration.ZERO, seed);
        var tried = new Tried();
        var seen = new HashSet<InstanceId>();
        for (int i = 0; i < given.length; i++) {
            Upstream picked = balancer.pick("key", tried, NOW);
            assertNotNull(picked);
            assertTrue(seen.add(picked.id));
            tried.add(picked.id);
        }
        assertNull(balancer.pick("key", tried, NOW));
    }

    @Test
    void onlyInstancesInServiceArePicked() {
        ServiceState all = Services.state(1, 1, 1);
        ServiceState state = without(all, all.instances().get(1));
        for (Balance how : List.of(ROUND_ROBIN, LEAST, HASH, STICKY)) {
            Balancer<Upstream> balancer = balancer(how, state, Duration.ZERO, 3);
            for (int i = 0; i < 100; i++) {
                assertNotEquals("i1", pick(balancer, "key " + i).id.instance());
            }
        }
        assertNull(balancer(LEAST, ServiceState.of("shop", List.of()), Duration.ZERO, 3)
                .pick(null, new Tried(), NOW));
    }

    @Test
    void cookieKeepsClientAtItsInstanceWhateverTheLoad() {
        ServiceState state = Services.state(1, 1, 1, 1);
        Balancing balancing = Balancing.compile(Services.service(STICKY, Duration.ZERO), state, TOKENS);
        Balancer<Upstream> balancer = balancing.on(i -> new Upstream(i.id()), new SplittableRandom(1));
        InstanceId wanted = new InstanceId("shop", "i2");
        String cookie = balancing.token(wanted).orElseThrow();
        for (int i = 0; i < 100; i++) {
            Upstream picked = pick(balancer, cookie);
            picked.inFlight++;
            assertEquals(wanted, picked.id);
        }
        assertNotEquals(wanted, pick(balancer, "forged").id);
    }

    @Test
    void tokensRevealNothingAndDifferBySecret() {
        InstanceId id = new InstanceId("shop", "10.0.0.11:8080");
        byte[] secret = new byte[32];
        secret[0] = 1;
        String token = TOKENS.of(id);
        assertTrue(token.matches("[A-Za-z0-9_-]{12}"), token);
        assertNotEquals(token, new Tokens(secret).of(id));
    }

    @Test
    void everyTokenIsFoundAgain() {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            tokens.add(TOKENS.of(new InstanceId("shop", "i" + i)));
        }
        var table = new TokenTable(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            assertEquals(i, table.find(new StringBuilder(tokens.get(i))));
        }
        assertEquals(-1, table.find("nobody"));
    }

    @Property(tries = 20)
    void shareGrowsOverSlowStart(
            @ForAll @IntRange(min = 0, max = 1) int how, @ForAll @IntRange(min = 0, max = 30) int seconds) {
        var young = new Measured(Measured.State.UP, Services.NOW.minusSeconds(seconds), "");
        var old = new Measured(Measured.State.UP, Services.LONG_AGO, "");
        ServiceState state = ServiceState.of(
                "shop", List.of(Services.instance("young", 1, young), Services.instance("old", 1, old)));
        Balance balance = how == 0 ? ROUND_ROBIN : LEAST;
        int[] picks = picks(balancer(balance, state, Duration.ofSeconds(20), 5), 20_000);
        double weight = Math.clamp(seconds / 20.0, 0.1, 1);
        double expected = how == 0 ? weight / (1 + weight) : weight / (1 + weight);
        assertEquals(expected, picks[0] / 20_000.0, 0.02, "after " + seconds + " s");
    }

    @Test
    void pickAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        var tried = new Tried();
        for (Balance how : List.of(ROUND_ROBIN, LEAST, HASH, STICKY)) {
            Balancer<Upstream> balancer = balancer(how, 1, 2, 3, 4, 5);
            tried.add(new InstanceId("shop", "i2"));
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20_000; i++) {
                    Upstream picked = balancer.pick("some key", tried, NOW);
                    if (picked != null) {
                        picked.inFlight += (i & 1) == 0 ? 1 : -1;
                    }
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(allocated < 20_000, allocated + " bytes in 20000 picks of " + how);
            tried.clear();
        }
    }

    @Test
    void hundredLoopsDoNotStartAtTheSameInstance() {
        Map<String, Integer> first = new HashMap<>();
        for (int loop = 0; loop < 100; loop++) {
            Balancer<Upstream> balancer = balancer(ROUND_ROBIN, Services.state(1, 1, 1, 1), Duration.ZERO, loop);
            first.merge(pick(balancer, null).id.instance(), 1, Integer::sum);
        }
        assertEquals(4, first.size());
        assertTrue(first.values().stream().allMatch(n -> n < 50), first.toString());
    }
}
