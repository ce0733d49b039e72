package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Arrivals;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.Refused;
import dev.drover.testkit.Await;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class MissteerTest {
    private static final String FILE = """
            nodes: {test: {site: nyc}, other: {site: fra}}
            sites: {fra: {addresses: [192.0.2.10, "2001:db8::10"]}, nyc: {addresses: [198.51.100.10]}}
            services: {a: {instances: {addresses: ["10.0.0.1:80"]}}, b: {instances: {addresses: ["10.0.0.2:80"]}}}
            dns:
              location: {known: {127.0.0.0/8: US, 10.1.0.0/16: DE, 10.2.0.0/16: US}}
              missteer: {requests: 1/7, beacons: beacon.example.com}
              zones:
                example.com:
                  nameservers: ns1.example.net
                  records: ["beacon 60 IN TXT here", "www 60 IN A 192.0.2.1"]
                  names:
                    shop: &chain {sites: {fra: a, nyc: b}, answer: [up, {geo: {DE: fra, US: nyc, default: nyc}}, {first: 1}]}
                    beacon: {sites: {fra: a, nyc: b}, ttl: 5s, answer: [up, {geo: {DE: fra, US: nyc, default: nyc}}, {first: 1}]}
            """.replace("&chain ", "");

    private final RunningNames names = new RunningNames();

    @AfterEach
    void close() {
        names.close();
    }

    private void start() throws Exception {
        names.apply(FILE);
        names.observe(Map.of("a", true, "b", true));
    }

    private Missteer report() {
        try {
            return names.plane().belonging().missteer();
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }

    private Missteer report(long requests) throws Exception {
        Await.until("all are compared", Duration.ofSeconds(20), () -> report().requests() == requests);
        return report();
    }

    private void arrived(String host, String client, int many) {
        names.plane().belonging().arrivals().arrived(host, InetAddress.ofLiteral(client), many);
    }

    @Test
    void countsRequestsThatBelongToAnotherSite() throws Exception {
        start();
        assertEquals(
                new Arrivals.Wanted(7, List.of(".beacon.example.com")),
                names.plane().belonging().arrivals().wanted());
        arrived("Shop.example.com", "10.1.2.3", 7);
        arrived("shop.example.com.", "10.2.2.3", 14);
        arrived("www.example.com", "10.1.2.3", 7);
        arrived("elsewhere.test", "10.1.2.3", 7);
        Missteer report = report(21);
        assertEquals("nyc", report.site());
        assertEquals(7, report.elsewhere());
        assertEquals(
                new Missteer.Clients("shop.example.com", "10.1.2.0/24", "DE", List.of("fra"), 7, 7),
                report.clients().getFirst());
        assertEquals(List.of(), report.resolvers());
    }

    @Test
    void followsHealthSinceWhoCannotBeServedAtHomeBelongsElsewhere() throws Exception {
        start();
        names.observe(Map.of("a", false, "b", true));
        arrived("shop.example.com", "10.1.2.3", 1);
        assertEquals(0, report(1).elsewhere());
    }

    @Test
    void linksResolversToTheClientsBehindThem() throws Exception {
        start();
        assertEquals(List.of("198.51.100.10"), names.data("x1.beacon.example.com.", Type.A));
        arrived("X1.beacon.example.com", "10.1.2.3", 1);
        Missteer report = report(1);
        assertEquals(1, report.elsewhere());
        Missteer.Resolver resolver = report.resolvers().getFirst();
        assertEquals("127.0.0.0/24", resolver.network());
        assertEquals("10.1.2.0/24", resolver.behind().getFirst().network());
        assertEquals(List.of(new Missteer.Proposal("127.0.0.0/24", "DE", "", "", 1, 0, 1)), report.proposals());
        assertTrue(report.yaml().contains("127.0.0.0/24: DE"), report.yaml());
    }

    @Test
    void doesNotBlameWhoTellsOfItsClients() throws Exception {
        start();
        assertEquals(
                List.of("192.0.2.10"),
                names.data("x2.beacon.example.com.", Type.A, RunningNames.subnet("10.1.2.0", 24)));
        arrived("x2.beacon.example.com", "10.1.2.3", 1);
        Missteer report = report(1);
        assertTrue(report.resolvers().getFirst().tells());
        assertEquals(List.of(), report.proposals());
    }

    @Test
    void answersAnyNameDirectlyBelowABeaconAlike() throws Exception {
        start();
        for (String name : List.of("beacon", "x.beacon", "Another-One.beacon")) {
            Message answer = names.ask(name + ".example.com.", Type.AAAA, RunningNames.subnet("10.1.2.0", 24));
            assertEquals(Rcode.NOERROR, answer.getRcode());
            assertEquals(
                    List.of("2001:db8:0:0:0:0:0:10"),
                    answer.getSection(Section.ANSWER).stream()
                            .map(r -> r.rdataToString())
                            .toList());
            assertEquals(
                    name + ".example.com.",
                    answer.getSection(Section.ANSWER).getFirst().getName().toString());
        }
        Message none = names.ask("x.beacon.example.com.", Type.TXT);
        assertEquals(Rcode.NOERROR, none.getRcode());
        assertEquals(0, none.getSection(Section.ANSWER).size());
        assertEquals(
                "example.com.",
                none.getSection(Section.AUTHORITY).getFirst().getName().toString());
        assertEquals(List.of("\"here\""), names.data("beacon.example.com.", Type.TXT));
        assertEquals(
                Rcode.NXDOMAIN, names.ask("a.b.beacon.example.com.", Type.A).getRcode());
        assertEquals(Rcode.NXDOMAIN, names.ask("x.shop.example.com.", Type.A).getRcode());
    }

    @Test
    void keepsNothingWhenNobodyWantsToKnow() throws Exception {
        start();
        arrived("shop.example.com", "10.1.2.3", 1);
        report(1);
        names.apply(FILE.replaceFirst("  missteer:.*\n", ""));
        assertEquals(
                Arrivals.Wanted.NOTHING, names.plane().belonging().arrivals().wanted());
        assertThrows(Refused.class, names.plane().belonging()::missteer);
        arrived("shop.example.com", "10.1.2.3", 1);
        names.apply(FILE);
        assertEquals(0, report().requests());
    }

    @Test
    void dropsWhatIsTooMuchRatherThanToWait() throws Exception {
        start();
        for (int i = 0; i < 200_000; i++) {
            arrived("shop.example.com", "10.1.2.3", 1);
        }
        Await.until("all are compared or dropped", Duration.ofSeconds(60), () -> {
            Missteer now = report();
            return now.requests() + now.dropped() == 200_000;
        });
        assertTrue(report().dropped() > 0);
    }
}
