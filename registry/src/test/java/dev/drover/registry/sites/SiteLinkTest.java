package dev.drover.registry.sites;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.plane.Registrations.OtherSite;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes of several sites on addresses of loopback, in this process. */
@Timeout(60)
final class SiteLinkTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "a secret of more than thirty-two characters";
    private static final InstanceId SHOP = new InstanceId("shop-fra", "10.0.0.1:80");

    private final int port = FreePort.next();
    private final FakeTime time = new FakeTime();
    private final List<OneNode> nodes = new ArrayList<>();

    private Peers peers(String self, String... names) {
        var sites = new LinkedHashMap<String, List<Peers.Peer>>();
        for (int i = 0; i < names.length; i++) {
            var peer = new Peers.Peer(names[i], "127.0.0." + (1 + i));
            sites.computeIfAbsent(names[i].substring(0, 3), s -> new ArrayList<>())
                    .add(peer);
        }
        String site = self.substring(0, 3);
        String address = sites.get(site).stream()
                .filter(p -> p.name().equals(self))
                .findFirst()
                .orElseThrow()
                .address();
        return new Peers(self, site, Optional.of(address), port, sites, Map.of("shop-fra", "fra"), "fra");
    }

    private final class OneNode implements Reports, Vantages, AutoCloseable {
        final Map<InstanceId, Report> said = new ConcurrentHashMap<>();
        final SiteLink link;
        volatile Sharing sharing;

        OneNode(String secret, String self, String... names) throws IOException {
            var random = new Random(self.hashCode());
            var quorum = new Quorum(this, this);
            var registry = new MemoryRegistry(time);
            link = new SiteLink(registry, quorum, Optional.of(SiteKey.of(secret)), Ticker.of(time, time), random);
            nodes.add(this);
            Peers peers = peers(self, names);
            assertTrue(link.open(peers));
            link.use(
                    peers,
                    (request, response) -> response.header("X-Consul-Index", "7")
                            .status(request.query().contains("bad") ? 500 : 200)
                            .send(self + " " + request.prologue().method().text() + " "
                                    + request.path().path() + " "
                                    + request.headers()
                                            .first(io.helidon.http.HeaderNames.create("X-Consul-Token"))
                                            .orElse("")
                                    + new String(request.content().inputStream().readAllBytes(), UTF_8)));
        }

        @Override
        public void report(InstanceId id, Report report) {
            said.put(id, report);
        }

        @Override
        public void forget(InstanceId id) {
            said.remove(id);
        }

        @Override
        public void share(Sharing now) {
            sharing = now;
        }

        @Override
        public void alone() {}

        void measures(boolean passing) {
            sharing.measured(SHOP, new Vote(passing, passing ? "check passed" : "refused"));
        }

        void awaitSaid(String words) {
            Await.until(
                    words,
                    SOON,
                    () -> said.containsKey(SHOP) && said.get(SHOP).words().equals(words),
                    said::toString);
        }

        OtherSite other(String site) {
            return link.others().stream()
                    .filter(o -> o.name().equals(site))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() {
            link.close();
        }
    }

    @AfterEach
    void end() {
        nodes.forEach(OneNode::close);
    }

    @Test
    void tellsWhatItMeasuresAndIsMissedWhenItIsGone() throws IOException {
        String[] all = {"fra-1", "nyc-1"};
        var fra = new OneNode(SECRET, "fra-1", all);
        var nyc = new OneNode(SECRET, "nyc-1", all);
        fra.measures(true);
        nyc.measures(true);
        nyc.awaitSaid("2 of 2 sites measure it up");
        nyc.measures(false);
        nyc.awaitSaid("1 of 2 sites measure it up; nyc: refused");
        fra.measures(false);
        nyc.awaitSaid("2 of 2 sites measure it down; fra: refused; nyc: refused");
        fra.measures(true);
        nyc.awaitSaid("1 of 2 sites measure it up; nyc: refused");
        assertEquals("fra-1", nyc.other("fra").node());
        fra.close();
        Await.until(
                "fra does not answer", SOON, () -> !nyc.other("fra").trouble().isEmpty());
        time.advance(Ear.SILENCE.plusSeconds(1));
        nyc.awaitSaid("1 of 1 site measures it down; nyc: refused; silent: fra");
        assertTrue(nyc.other("fra").silentSince().isPresent());
        assertThrows(IOException.class, () -> nyc.link.ask("fra", asked("GET", "/v1/kv/a")));
    }

    private static Elsewhere.Asked asked(String method, String target) {
        return new Elsewhere.Asked(method, target, "swordfish", "!".getBytes(UTF_8), Duration.ofSeconds(10));
    }

    @Test
    void asksTheNextNodeOfASiteWhereOneDoesNotAnswer() throws Exception {
        String[] all = {"fra-1", "fra-2", "nyc-1"};
        var one = new OneNode(SECRET, "fra-1", all);
        var two = new OneNode(SECRET, "fra-2", all);
        var nyc = new OneNode(SECRET, "nyc-1", all);
        Await.until("fra is heard", SOON, () -> !nyc.other("fra").node().isEmpty());
        String first = nyc.other("fra").node();
        Elsewhere.Told told = nyc.link.ask("fra", asked("PUT", "/v1/kv/a?bad"));
        assertEquals(500, told.status());
        assertEquals("7", told.headers().get("x-consul-index"));
        assertEquals(first + " PUT /v1/kv/a swordfish!", new String(told.body(), UTF_8));

        String second = first.equals("fra-1") ? "fra-2" : "fra-1";
        (first.equals("fra-1") ? one : two).close();
        Await.until("the other is asked", SOON, () -> nyc.other("fra").node().equals(second));
        assertEquals(Optional.empty(), nyc.other("fra").silentSince());
        assertEquals(
                second + " GET /v1/kv/a swordfish!",
                new String(nyc.link.ask("fra", asked("GET", "/v1/kv/a")).body(), UTF_8));
        assertThrows(IOException.class, () -> nyc.link.ask("sin", asked("GET", "/v1/kv/a")));
    }

    @Test
    void asksForWhatOneSiteKeepsForAll() throws Exception {
        String[] all = {"fra-1", "fra-2", "nyc-1"};
        var one = new OneNode(SECRET, "fra-1", all);
        var two = new OneNode(SECRET, "fra-2", all);
        var nyc = new OneNode(SECRET, "nyc-1", all);
        Await.until("fra is heard", SOON, () -> !nyc.other("fra").node().isEmpty());
        byte[] wish = "wish".getBytes(UTF_8);
        var nobody = assertThrows(IOException.class, () -> nyc.link.common("fra", "keys", wish, SOON));
        assertTrue(nobody.getMessage().endsWith(" answers this site keeps no keys"), nobody.getMessage());
        one.link.tell((_, _, _) -> null, (what, told) -> {
            throw new Unavailable("not here", false);
        });
        two.link.tell((_, _, _) -> null, (what, told) -> (what + " " + new String(told, UTF_8)).getBytes(UTF_8));
        assertEquals("keys wish", new String(nyc.link.common("fra", "keys", wish, SOON), UTF_8));
        assertThrows(IOException.class, () -> nyc.link.common("sin", "keys", wish, SOON));
    }

    @Test
    void hearsNobodyWithAnotherSecret() throws IOException {
        String[] all = {"fra-1", "nyc-1"};
        var fra = new OneNode("another secret of more than thirty-two characters", "fra-1", all);
        var nyc = new OneNode(SECRET, "nyc-1", all);
        Await.until(
                "nyc was not let in", SOON, () -> !nyc.other("fra").trouble().isEmpty());
        Await.until("nor was fra", SOON, () -> !fra.other("nyc").trouble().isEmpty());
        assertEquals("", nyc.other("fra").node());
    }

    @Test
    void measuresHowFarTheOthersAre() throws IOException {
        String[] all = {"fra-1", "nyc-1"};
        var fra = new OneNode(SECRET, "fra-1", all);
        var nyc = new OneNode(SECRET, "nyc-1", all);
        Await.until(
                "both have a place", SOON, () -> nyc.link.place("FRA-1") != null && nyc.link.place("nyc-1") != null);
        assertEquals(List.of("fra"), nyc.link.sites());
        assertEquals(List.of("nyc"), fra.link.sites());
        assertEquals(List.of("nyc", "fra"), List.copyOf(nyc.link.places().keySet()));
    }
}
