package dev.drover.dns.missteer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.dns.plane.DeclaredNames;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.Refused;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final String FILE = """
            listen: {names: {protocol: dns, address: "127.0.0.1:0"}}
            sites:
              fra: {addresses: [192.0.2.10]}
              nyc: {addresses: [198.51.100.10]}
            services:
              a: {instances: {addresses: ["10.0.0.1:80"]}}
              b: {instances: {addresses: ["10.0.0.2:80"]}}
            """;
    private static final String BY_PLACE = FILE + """
            dns:
              location: {known: {10.1.0.0/16: DE, 10.2.0.0/16: US, "2001:db8::/32": DE}}
              zones:
                example.com:
                  nameservers: ns1.example.net
                  names:
                    shop: {sites: {fra: a, nyc: b}, answer: [up, {geo: {DE: fra, US: nyc, default: nyc}}, {first: 1}]}
            """;
    private static final String BY_NETWORK = FILE + """
            dns:
              zones:
                example.com:
                  nameservers: ns1.example.net
                  names:
                    shop: {sites: {fra: a, nyc: b}, answer: [up, {prefix: {10.1.0.0/16: fra}}, {failover: [[nyc], [fra]]}, {first: 1}]}
            """;

    private static Replay.Result replay(String yaml, String... pairs) throws Refused {
        Read read =
                ModelReader.read(new Sources(Path.of("/etc/drover"), new LinkedHashMap<>(Map.of("drover.yaml", yaml))));
        Model model = assertInstanceOf(Read.Sound.class, read, read.toString()).model();
        return DeclaredNames.replay(model, "pairs.txt", List.of(pairs), Instant.EPOCH);
    }

    @Test
    void proposesThatAResolverIsTakenToBeWhereMostOfItsClientsAre() throws Exception {
        Missteer report = replay(
                        BY_PLACE,
                        "# resolver client count name",
                        "10.2.0.53 10.1.7.1 80",
                        "10.2.0.53,10.1.8.9,10,shop.example.com",
                        "10.2.0.54 10.2.0.1 10 SHOP.example.com.",
                        "",
                        "10.1.0.53 10.1.0.9")
                .report();
        assertEquals(101, report.requests());
        assertEquals(90, report.elsewhere());
        Missteer.Resolver worst = report.resolvers().getFirst();
        assertEquals("10.2.0.0/24", worst.network());
        assertEquals(100, worst.requests());
        assertEquals(90, worst.elsewhere());
        assertEquals(
                new Missteer.Clients("shop.example.com", "10.1.7.0/24", "DE", List.of("fra"), 80, 80),
                worst.behind().getFirst());
        assertEquals(List.of(new Missteer.Proposal("10.2.0.0/24", "DE", "", "", 100, 10, 90)), report.proposals());
        assertEquals("""
                dns:
                  location:
                    known:
                      10.2.0.0/24: DE  # 90 of 100 arrive right then, now 10
                """, report.yaml());
    }

    /** What is proposed does what it says: with it in the file the same pairs arrive where they belong. */
    @Test
    void proposesWhatHelps() throws Exception {
        String[] pairs = {"10.2.0.53 10.1.7.1 80", "10.2.0.53 10.2.7.1 20", "2001:db9::53 2001:db8:1::9 7"};
        Missteer before = replay(BY_PLACE, pairs).report();
        assertEquals(87, before.elsewhere());
        StringBuilder entries = new StringBuilder();
        before.proposals()
                .forEach(p -> entries.append('"')
                        .append(p.resolver())
                        .append("\": ")
                        .append(p.place())
                        .append(", "));
        String pasted = BY_PLACE.replace("known: {", "known: {" + entries);
        assertEquals(20, replay(pasted, pairs).report().elsewhere());
    }

    @Test
    void proposesASiteWherePlacesAreNotAskedFor() throws Exception {
        Missteer report =
                replay(BY_NETWORK, "10.9.0.53 10.1.7.1 3", "10.9.0.53 10.5.7.1").report();
        assertEquals(3, report.elsewhere());
        assertEquals(
                List.of(new Missteer.Proposal("10.9.0.0/24", "", "shop.example.com", "fra", 4, 1, 3)),
                report.proposals());
        assertEquals("""
                # a step of shop.example.com:
                - prefix: {10.9.0.0/24: fra}  # 3 of 4 arrive right then, now 1
                """, report.yaml());
    }

    @Test
    void proposesNothingWhereAllIsRight() throws Exception {
        Missteer report =
                replay(BY_PLACE, "10.2.0.53 10.2.7.1 80", "10.1.0.53 10.1.7.1").report();
        assertEquals(0, report.elsewhere());
        assertEquals("", report.yaml());
    }

    @Test
    void tellsAllThatIsWrongWithPairs() throws Exception {
        Replay.Result result = replay(
                BY_PLACE,
                "10.2.0.53",
                "nobody 10.1.7.1",
                "10.2.0.53 10.1.7.1 0",
                "10.2.0.53 10.1.7.1 1 www.example.com");
        assertEquals(
                List.of(
                        "pairs.txt:1: 1 field (expected: RESOLVER CLIENT [COUNT] [NAME])",
                        "pairs.txt:2: nobody (expected: an IPv4 or IPv6 address)",
                        "pairs.txt:3: 0 (expected: a whole number from 1)",
                        "pairs.txt:4: www.example.com (expected: a name that is chosen among sites: shop.example.com)"),
                result.problems());
    }
}
