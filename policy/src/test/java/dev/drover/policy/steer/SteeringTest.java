package dev.drover.policy.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.AnswerStep;
import dev.drover.model.Dns.AllDown;
import dev.drover.model.Network;
import dev.drover.model.Site.Location;
import dev.drover.model.Where;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SteeringTest {
    private static final Location FRANKFURT = new Location(50.11, 8.68);
    private static final Location NEW_YORK = new Location(40.71, -74.01);
    private static final Location SYDNEY = new Location(-33.87, 151.21);
    private static final AnswerStep UP = new AnswerStep.Up();
    private static final Situation NOW = Situation.at(Instant.EPOCH);

    private static Candidate site(String name, boolean up, Location at) {
        return new Candidate(
                name, up, up ? "up" : "measured down", Optional.of(at), List.of(address("192.0.2." + name.length())));
    }

    private static List<Candidate> sites(boolean fra, boolean nyc, boolean sydney) {
        return List.of(site("fra", fra, FRANKFURT), site("york", nyc, NEW_YORK), site("sydney", sydney, SYDNEY));
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static Client in(String country, String continent, Location at) {
        return new Client(
                address("198.51.100.7"),
                Optional.of(new Place(country, Optional.empty(), continent, Optional.of(at))),
                22);
    }

    private static Decision decide(List<Candidate> all, Client client, AnswerStep... steps) {
        return decide(NOW, all, client, steps);
    }

    private static Decision decide(Situation situation, List<Candidate> all, Client client, AnswerStep... steps) {
        return Steering.decide("shop.example.com", List.of(steps), new AllDown.ServeAll(), all, client, situation);
    }

    private static List<String> names(Decision decision) {
        return decision.kept().stream().map(Candidate::name).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <V> LinkedHashMap<String, V> ordered(Map.Entry<String, V>... entries) {
        var map = new LinkedHashMap<String, V>();
        List.of(entries).forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }

    private static Network network(String text) {
        return Network.parse(Where.nowhere(), text);
    }

    private static AnswerStep prefix(Map<String, List<String>> sites) {
        var byNetwork = new LinkedHashMap<Network, List<String>>();
        sites.forEach((network, names) -> byNetwork.put(Network.parse(Where.nowhere(), network), names));
        return new AnswerStep.Prefix(byNetwork);
    }

    @Test
    void keepsWhatIsUpAndSaysWhyTheRestWent() {
        Decision decision = decide(sites(true, false, true), Client.at(address("192.0.2.1")), UP);
        assertEquals(List.of("fra", "sydney"), names(decision));
        assertEquals(
                "measured down",
                decision.taken().getFirst().removed().getFirst().why());
        assertEquals(0, decision.scope());
    }

    @Test
    void servesAllWhenNobodyIsUp() {
        Decision decision =
                decide(sites(false, false, false), Client.at(address("192.0.2.1")), UP, new AnswerStep.First(2));
        assertEquals(List.of("fra", "york"), names(decision));
    }

    @Test
    void givesTheDeclaredAnswerWhenNobodyIsUp() {
        Decision decision = Steering.decide(
                "x",
                List.of(UP, new AnswerStep.First(1)),
                new AllDown.Answer(List.of("192.0.2.99")),
                sites(false, false, false),
                Client.at(address("192.0.2.1")),
                NOW);
        assertEquals(List.of(address("192.0.2.99")), decision.addresses());
        assertEquals(1, decision.taken().size());
    }

    @Test
    void fenceAnswersClientsInsideAlone() {
        var fence = new AnswerStep.Fence(List.of("DE"), List.of(Network.parse(Where.nowhere(), "10.0.0.0/8")));
        assertEquals(
                3,
                decide(sites(true, true, true), in("DE", "europe", FRANKFURT), fence)
                        .kept()
                        .size());
        assertEquals(
                0,
                decide(sites(true, true, true), in("FR", "europe", FRANKFURT), fence)
                        .kept()
                        .size());
        assertEquals(
                3,
                decide(sites(true, true, true), Client.at(address("10.1.2.3")), fence)
                        .kept()
                        .size());
    }

    @Test
    void theLongestNetworkWinsAndCountsTowardsTheScope() {
        AnswerStep step = prefix(Map.of("10.0.0.0/8", List.of("fra"), "10.1.0.0/16", List.of("york")));
        Decision inner = decide(sites(true, true, true), Client.at(address("10.1.2.3")), step);
        assertEquals(List.of("york"), names(inner));
        assertEquals(16, inner.scope());
        Decision outer = decide(sites(true, true, true), Client.at(address("10.128.0.1")), step);
        assertEquals(List.of("fra"), names(outer));
        assertEquals(9, outer.scope());
    }

    @Test
    void prefixPassesWhenNoneOfItsSitesIsLeft() {
        AnswerStep step = prefix(Map.of("10.0.0.0/8", List.of("york")));
        assertEquals(
                List.of("fra", "sydney"),
                names(decide(sites(true, false, true), Client.at(address("10.1.2.3")), UP, step)));
    }

    @Test
    void geoGoesToTheNextWiderPlaceWhenTheNarrowOneHasNobodyLeft() {
        var geo = new AnswerStep.Geo(ordered(
                Map.entry("DE", List.of("fra")),
                Map.entry("europe", List.of("york")),
                Map.entry("default", List.of("sydney"))));
        assertEquals(List.of("fra"), names(decide(sites(true, true, true), in("DE", "europe", FRANKFURT), UP, geo)));
        assertEquals(List.of("york"), names(decide(sites(false, true, true), in("DE", "europe", FRANKFURT), UP, geo)));
        assertEquals(
                List.of("sydney"), names(decide(sites(true, true, true), Client.at(address("192.0.2.1")), UP, geo)));
    }

    @Test
    void failoverKeepsTheFirstPoolThatHasOne() {
        var failover = new AnswerStep.Failover(List.of(List.of("fra", "york"), List.of("sydney")));
        assertEquals(List.of("york"), names(decide(sites(false, true, true), Client.at(address("::1")), UP, failover)));
        assertEquals(
                List.of("sydney"), names(decide(sites(false, false, true), Client.at(address("::1")), UP, failover)));
    }

    @Test
    void nearestOrdersByDistance() {
        Decision decision = decide(sites(true, true, true), in("AU", "oceania", SYDNEY), new AnswerStep.Nearest());
        assertEquals(List.of("sydney", "york", "fra"), names(decision));
        assertEquals(22, decision.scope());
        assertEquals(6206, Math.round(Earth.kilometres(FRANKFURT, NEW_YORK)), 10);
    }

    @Test
    void latencyOrdersByWhatWasMeasuredForTheLongestNetwork() {
        var latency = new AnswerStep.Latency(new LinkedHashMap<>(Map.of(
                network("10.0.0.0/8"),
                ordered(Map.entry("fra", Duration.ofMillis(10))),
                network("10.1.0.0/16"),
                ordered(Map.entry("york", Duration.ofMillis(12)), Map.entry("fra", Duration.ofMillis(90))))));
        Decision measured = decide(sites(true, true, true), Client.at(address("10.1.2.3")), latency);
        assertEquals(List.of("york", "fra", "sydney"), names(measured));
        assertEquals(16, measured.scope());
        assertEquals(
                "as measured for 10.1.0.0/16: york 12 ms, fra 90 ms, sydney not known",
                measured.taken().getFirst().note());
        Decision other = decide(sites(true, true, true), Client.at(address("192.0.2.1")), latency);
        assertEquals(List.of("fra", "york", "sydney"), names(other));
    }

    @Test
    void spreadPutsEachInFrontEquallyOften() {
        var spread = new AnswerStep.Spread(Optional.empty());
        var fronts = new HashMap<String, Integer>();
        for (int i = 0; i < 3000; i++) {
            Client client = Client.at(address("10." + (i >> 8) + "." + (i & 0xff) + ".1"));
            Decision decision = decide(sites(true, true, true), client, spread);
            assertEquals(3, decision.kept().size());
            assertEquals(24, decision.scope());
            fronts.merge(names(decision).getFirst(), 1, Integer::sum);
        }
        fronts.forEach((site, count) -> assertEquals(1000, count, 120, site));
    }

    @Test
    void spreadTakesOnlyThoseOfASiteThatGoes() {
        var spread = new AnswerStep.Spread(Optional.empty());
        for (int i = 0; i < 200; i++) {
            Client client = Client.at(address("10.0." + i + ".1"));
            List<String> all = names(decide(sites(true, true, true), client, UP, spread));
            var without = new ArrayList<>(all);
            without.remove("york");
            assertEquals(without, names(decide(sites(true, false, true), client, UP, spread)));
        }
    }

    @Test
    void spreadDrawsAnewInEachEpoch() {
        var hourly = new AnswerStep.Spread(Optional.of(Duration.ofHours(1)));
        Client client = Client.at(address("10.0.0.1"));
        var orders = new HashSet<List<String>>();
        for (int hour = 0; hour < 40; hour++) {
            Instant begin = Instant.EPOCH.plus(Duration.ofHours(hour));
            List<String> order = names(decide(Situation.at(begin), sites(true, true, true), client, hourly));
            Situation end = Situation.at(begin.plusSeconds(3599));
            assertEquals(order, names(decide(end, sites(true, true, true), client, hourly)));
            orders.add(order);
        }
        assertEquals(6, orders.size());
    }

    @Test
    void stickyPutsTheLastInFrontWhileItIsLeft() {
        Client client = Client.at(address("10.0.0.1"));
        var york = new Situation(
                Instant.EPOCH,
                network -> network == Steering.network(address("10.0.0.200")) ? Optional.of("york") : Optional.empty());
        AnswerStep sticky = new AnswerStep.Sticky();
        assertEquals(
                List.of("york", "fra", "sydney"), names(decide(york, sites(true, true, true), client, UP, sticky)));
        assertEquals(List.of("fra", "sydney"), names(decide(york, sites(true, false, true), client, UP, sticky)));
        assertEquals(
                List.of("fra", "york", "sydney"),
                names(decide(york, sites(true, true, true), Client.at(address("10.0.1.1")), UP, sticky)));
    }

    @Test
    void drawsInProportionToTheShares() {
        var weight = new AnswerStep.Weight(ordered(Map.entry("fra", 3), Map.entry("york", 1), Map.entry("sydney", 0)));
        int fra = 0;
        for (int i = 0; i < 4096; i++) {
            Client client = Client.at(address("10." + (i >> 8) + "." + (i & 0xff) + ".1"));
            List<String> drawn = names(decide(sites(true, true, true), client, weight));
            assertEquals(1, drawn.size());
            assertTrue(!drawn.contains("sydney"));
            fra += drawn.contains("fra") ? 1 : 0;
        }
        assertEquals(3072, fra, 150);
    }

    /** RFC 7871 section 7.2.1: a resolver may give the answer to every client inside of the scope. */
    @Property(tries = 500)
    void everyClientInsideOfTheScopeIsAnsweredTheSame(@ForAll long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var networks = new LinkedHashMap<String, List<String>>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            networks.put(
                    network(random), List.of(List.of("fra", "york", "sydney").get(random.nextInt(3))));
        }
        var steps = new ArrayList<AnswerStep>();
        if (random.nextBoolean()) {
            var fenced = List.of(
                    Network.parse(Where.nowhere(), network(random)), Network.parse(Where.nowhere(), "0.0.0.0/1"));
            steps.add(new AnswerStep.Fence(List.of(), fenced));
        }
        steps.add(prefix(networks));
        if (random.nextBoolean()) {
            var sites = ordered(Map.entry("york", Duration.ofMillis(3)), Map.entry("fra", Duration.ofMillis(5)));
            steps.add(new AnswerStep.Latency(new LinkedHashMap<>(Map.of(network(network(random)), sites))));
        }
        if (random.nextBoolean()) {
            steps.add(new AnswerStep.Spread(Optional.empty()));
        } else if (random.nextBoolean()) {
            steps.add(
                    new AnswerStep.Weight(ordered(Map.entry("fra", 1), Map.entry("york", 2), Map.entry("sydney", 1))));
        }
        int address = random.nextInt() & 0x0fff_ffff;
        Decision one = decide(sites(true, true, true), Client.at(ipv4(address)), steps.toArray(AnswerStep[]::new));
        for (int i = 0; i < 50; i++) {
            int behind = one.scope() == 32 ? 0 : random.nextInt() >>> one.scope();
            int mask = one.scope() == 32 ? 0 : -1 >>> one.scope();
            Client other = Client.at(ipv4((address & ~mask) | (behind & mask)));
            Decision same = decide(sites(true, true, true), other, steps.toArray(AnswerStep[]::new));
            assertEquals(names(one), names(same));
        }
    }

    private static String network(RandomGenerator random) {
        int bits = 4 + random.nextInt(16);
        int address = random.nextInt() & 0x0fff_ffff & -1 << (32 - bits);
        return ipv4(address).getHostAddress() + "/" + bits;
    }

    private static InetAddress ipv4(int address) {
        return address(
                (address >>> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff));
    }
}
