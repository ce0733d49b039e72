package dev.drover.dns.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Discovery;
import dev.drover.plane.Discovery.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DiscoveryNamesTest {
    private FakeCatalog catalog = new FakeCatalog();
    private Asking asking = new Asking(catalog, "{domains: [drover, consul]}");

    @BeforeEach
    void fill() {
        catalog.add("web", "web-1", "10.0.1.1", 8001, "passing", "blue", "v1");
        catalog.add("web", "web-2", "10.0.1.2", 8002, "warning", "green");
        catalog.add("web", "web-3", "10.0.1.3", 8003, "critical", "blue");
        catalog.add("db", "db-1", "", 5432, "passing");
        catalog.add("six", "six-1", "2001:db8::6", 80, "passing");
        catalog.add("out", "out-1", "backend.example.com", 80, "passing");
        catalog.add("gone", "gone-1", "10.0.1.9", 80, "critical");
    }

    @Test
    void answersTheInstancesThatAreNotCritical() {
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), asking.all("web.service.drover.", Type.A));
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), asking.all("WEB.Service.DC1.Consul.", Type.A));
        assertEquals(List.of("10.0.0.1"), asking.all("db.service.drover.", Type.A), "at its node");
        assertEquals(List.of("2001:db8:0:0:0:0:0:6"), asking.all("six.service.drover.", Type.AAAA));
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), asking.all("web.service.drover.", Type.ANY));
    }

    @Test
    void leavesOutWhatWarnsWhereOnlyPassingCounts() {
        asking = new Asking(catalog, "{only-passing: true}");
        assertEquals(List.of("10.0.1.1"), asking.all("web.service.drover.", Type.A));
    }

    @Test
    void knowsTagsInBothSpellings() {
        assertEquals(List.of("10.0.1.1"), asking.all("Blue.web.service.drover.", Type.A));
        assertEquals(List.of("10.0.1.1"), asking.all("_web._v1.service.drover.", Type.A));
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), asking.all("_web._tcp.service.drover.", Type.A));
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), asking.all("_web._tcp.drover.", Type.A));
        assertEquals(
                Rcode.NXDOMAIN, asking.tcp("red.web.service.drover.", Type.A).getRcode());
    }

    @Test
    void tellsPortsAndWeightsWithTheAddressesAlong() {
        Message web = asking.tcp("_web._tcp.service.drover.", Type.SRV);
        assertEquals(
                List.of("1 10 8001 0a000101.addr.dc1.drover.", "1 2 8002 0a000102.addr.dc1.drover."),
                Asking.data(web, Section.ANSWER));
        assertEquals(List.of("10.0.1.1", "10.0.1.2"), Asking.data(web, Section.ADDITIONAL));
        Message db = asking.tcp("db.service.consul.", Type.SRV);
        assertEquals(List.of("1 10 5432 alpha.node.dc1.consul."), Asking.data(db, Section.ANSWER));
        assertEquals(
                "alpha.node.dc1.consul.",
                db.getSection(Section.ADDITIONAL).getFirst().getName().toString());
        assertEquals(List.of("10.0.0.1"), asking.all("alpha.node.dc1.consul.", Type.A));
        assertEquals(List.of("10.0.1.1"), asking.all("0a000101.addr.dc1.drover.", Type.A));
    }

    @Test
    void bringsAnAddressOnceForSeveralPortsOfOneNode() {
        catalog.add("db", "db-2", "", 5433, "passing");
        Message db = asking.tcp("db.service.drover.", Type.SRV);
        assertEquals(2, db.getSection(Section.ANSWER).size());
        assertEquals(List.of("10.0.0.1"), Asking.data(db, Section.ADDITIONAL));
    }

    @Test
    void leadsToTheHostWhereAnAddressIsOne() {
        assertEquals(List.of("backend.example.com."), asking.all("out.service.drover.", Type.A));
        assertEquals(List.of("1 10 80 backend.example.com."), asking.all("out.service.drover.", Type.SRV));
        catalog.add("out", "out-2", "10.0.1.7", 80, "passing");
        asking = new Asking(catalog, "{}");
        assertEquals(List.of("10.0.1.7"), asking.all("out.service.drover.", Type.A), "addresses go before an alias");
    }

    @Test
    void deniesWhatIsNotThereAndOnlyThat() {
        for (String name :
                List.of("gone.service", "nobody.service", "web", "nobody.node", "zz.addr", "web.service.dc2")) {
            Message denied = asking.tcp(name + ".drover.", Type.A);
            assertEquals(Rcode.NXDOMAIN, denied.getRcode(), name);
            assertEquals(
                    "drover.",
                    denied.getSection(Section.AUTHORITY).getFirst().getName().toString());
            assertEquals(
                    Type.SOA, denied.getSection(Section.AUTHORITY).getFirst().getType());
        }
        for (String name : List.of("service", "dc1", "service.dc1", "node", "query", "_tcp.service", "addr", "")) {
            Message empty = asking.tcp(name + (name.isEmpty() ? "" : ".") + "drover.", Type.A);
            assertEquals(Rcode.NOERROR, empty.getRcode(), name);
            assertEquals(0, empty.getSection(Section.ANSWER).size(), name);
        }
        Message six = asking.tcp("web.service.drover.", Type.AAAA);
        assertEquals(Rcode.NOERROR, six.getRcode());
        assertEquals(Type.SOA, six.getSection(Section.AUTHORITY).getFirst().getType());
        assertTrue(six.getHeader().getFlag(Flags.AA));
    }

    @Test
    void saysForHowLongAnAnswerMayBeKept() {
        asking = new Asking(
                catalog, "{ttl: 5s, service-ttl: {web: 10s, \"d*\": 7s, \"db*\": 8s}, node-ttl: 1m, negative-ttl: 3s}");
        assertEquals(10, ttl("web.service.drover.", Section.ANSWER));
        assertEquals(8, ttl("db.service.drover.", Section.ANSWER));
        assertEquals(
                5,
                asking.tcp("six.service.drover.", Type.AAAA)
                        .getSection(Section.ANSWER)
                        .getFirst()
                        .getTTL());
        assertEquals(60, ttl("alpha.node.drover.", Section.ANSWER));
        assertEquals(3, ttl("nobody.service.drover.", Section.AUTHORITY));
    }

    private long ttl(String name, int section) {
        return asking.tcp(name, Type.A).getSection(section).getFirst().getTTL();
    }

    @Test
    void givesThreeInADatagramWithoutEdnsAndAllOtherwise() {
        for (int i = 0; i < 20; i++) {
            catalog.add("many", "many-" + i, "10.0.2." + i, 9000 + i, "passing");
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            Message plain = asking.udp("many.service.drover.", Type.A);
            assertEquals(3, plain.getSection(Section.ANSWER).size());
            assertFalse(plain.getHeader().getFlag(Flags.TC));
            seen.addAll(Asking.data(plain, Section.ANSWER));
        }
        assertEquals(20, seen.size(), "others each time");
        assertEquals(
                20,
                asking.edns("many.service.drover.", Type.A, 1232)
                        .getSection(Section.ANSWER)
                        .size());
        Message srv = asking.edns("many.service.drover.", Type.SRV, 1232);
        assertTrue(srv.numBytes() <= 1232, () -> srv.numBytes() + " bytes");
        int fit = srv.getSection(Section.ANSWER).size();
        assertTrue(fit > 10 && fit < 20, () -> fit + " records");
        assertEquals(fit + 1, srv.getSection(Section.ADDITIONAL).size(), "each with its address, and the OPT record");
        assertEquals(
                20,
                asking.edns("many.service.drover.", Type.SRV, 4096)
                        .getSection(Section.ANSWER)
                        .size());
        assertEquals(
                20,
                asking.tcp("many.service.drover.", Type.SRV)
                        .getSection(Section.ANSWER)
                        .size());
    }

    @Test
    void keepsToTheDeclaredCountsAndSaysThatItDid() {
        for (int i = 0; i < 9; i++) {
            catalog.add("many", "many-" + i, "10.0.2." + i, 9000 + i, "passing");
        }
        asking = new Asking(catalog, "{most-addresses: 5, most-without-edns: 2, truncate: true}");
        Message plain = asking.udp("many.service.drover.", Type.A);
        assertEquals(2, plain.getSection(Section.ANSWER).size());
        assertTrue(plain.getHeader().getFlag(Flags.TC));
        Message stream = asking.tcp("many.service.drover.", Type.A);
        assertEquals(5, stream.getSection(Section.ANSWER).size());
        assertFalse(stream.getHeader().getFlag(Flags.TC));
        assertEquals(
                9,
                asking.tcp("many.service.drover.", Type.SRV)
                        .getSection(Section.ANSWER)
                        .size());
    }

    @Test
    void putsEachInstanceFirstEquallyOften() {
        for (int i = 0; i < 4; i++) {
            catalog.add("four", "four-" + i, "10.0.3." + i, 80, "passing");
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            Message answer = asking.udp("four.service.drover.", Type.A);
            first.merge(answer.getSection(Section.ANSWER).getFirst().rdataToString(), 1, Integer::sum);
        }
        assertEquals(4, first.size());
        assertTrue(first.values().stream().allMatch(n -> n > 850 && n < 1150), first::toString);
    }

    @Test
    void asksTheCatalogOnceAndAgainAfterAChange() {
        asking.all("web.service.drover.", Type.A);
        int read = catalog.read;
        asking.all("web.service.drover.", Type.SRV);
        assertEquals(read, catalog.read);
        var newer = new FakeCatalog();
        newer.add("web", "web-3", "10.0.1.3", 8003, "passing");
        newer.index = 2;
        asking.now(newer);
        assertEquals(List.of("10.0.1.3"), asking.all("web.service.drover.", Type.A));
        var same = new FakeCatalog();
        same.index = 2;
        asking.now(same);
        assertEquals(List.of("10.0.1.3"), asking.all("web.service.drover.", Type.A), "nothing of it changed");
        assertEquals(0, same.read);
    }

    @Test
    void saysNothingWhileNothingIsKnown() {
        catalog.known = false;
        assertEquals(Rcode.SERVFAIL, asking.tcp("web.service.drover.", Type.A).getRcode());
        assertEquals(
                Rcode.SERVFAIL, asking.tcp("1.0.0.10.in-addr.arpa.", Type.PTR).getRcode());
    }

    @Test
    void executesPreparedQueries() {
        Instance one = catalog.services.get("web").get(0);
        var beta = new Instance(
                catalog.node("beta", "10.0.0.2"), "web-b", "web", List.of(), "10.0.1.8", Map.of(), 80, 1, 1, List.of());
        catalog.query("near", "beta", false, Optional.of(Duration.ofSeconds(9)), one, beta);
        for (int i = 0; i < 20; i++) {
            Message near = asking.udp("near.query.drover.", Type.A);
            assertEquals("10.0.1.8", near.getSection(Section.ANSWER).getFirst().rdataToString());
            assertEquals(9, near.getSection(Section.ANSWER).getFirst().getTTL());
        }
        assertEquals(
                2,
                asking.tcp("_near._tcp.query.dc1.drover.", Type.SRV)
                        .getSection(Section.ANSWER)
                        .size());
        assertEquals(Rcode.NXDOMAIN, asking.tcp("far.query.drover.", Type.A).getRcode());
        catalog.query("none", "", false, Optional.empty());
        assertEquals(Rcode.NXDOMAIN, asking.tcp("none.query.drover.", Type.A).getRcode());
    }

    @Test
    void tellsWhatIsKnownOfANode() {
        catalog.nodes.put(
                "meta",
                new Discovery.Node(
                        "meta",
                        "10.0.0.3",
                        Map.of("lan_ipv6", "2001:db8::3"),
                        Map.of("rack", "7`", "a=b", "c", "rfc1035-note", "plain")));
        assertEquals(List.of("10.0.0.3"), asking.all("meta.node.drover.", Type.A));
        assertEquals(List.of("2001:db8:0:0:0:0:0:3"), asking.all("meta.node.drover.", Type.AAAA));
        assertEquals(List.of("\"a`=b=c\"", "\"plain\"", "\"rack=7``\""), asking.all("meta.node.drover.", Type.TXT));
    }

    @Test
    void hasAnApexWithServersThatCanBeFound() {
        Message soa = asking.tcp("drover.", Type.SOA);
        assertEquals(
                "ns.drover. hostmaster.drover. 1 3600 600 86400 0",
                Asking.data(soa, Section.ANSWER).getFirst());
        Message ns = asking.tcp("drover.", Type.NS);
        assertEquals(List.of("alpha.node.dc1.drover."), Asking.data(ns, Section.ANSWER));
        assertEquals(List.of("10.0.0.1"), Asking.data(ns, Section.ADDITIONAL));
        assertEquals(List.of("10.0.0.1"), asking.all("ns.drover.", Type.A));
    }

    @Test
    void looksUpAddressesInReverse() {
        catalog.addresses.put("10.0.0.1", new Discovery.At(true, "alpha"));
        catalog.addresses.put("192.0.2.7", new Discovery.At(false, "web"));
        catalog.addresses.put("2001:db8::6", new Discovery.At(false, "six"));
        assertEquals(List.of("alpha.node.dc1.drover."), asking.all("1.0.0.10.in-addr.arpa.", Type.PTR));
        assertEquals(List.of("web.service.dc1.drover."), asking.all("7.2.0.192.IN-ADDR.arpa.", Type.PTR));
        assertEquals(
                List.of("six.service.dc1.drover."),
                asking.all("6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", Type.PTR));
        assertEquals(
                Rcode.NXDOMAIN, asking.tcp("9.0.0.10.in-addr.arpa.", Type.PTR).getRcode());
        assertEquals(
                Rcode.REFUSED, asking.tcp("9.2.0.192.in-addr.arpa.", Type.PTR).getRcode(), "nobody's here");
        assertEquals(Rcode.REFUSED, asking.tcp("2.0.192.in-addr.arpa.", Type.NS).getRcode());
    }

    @Test
    void doesNotKeepNamesThatStrangersMakeUp() {
        asking.all("nobody.service.drover.", Type.A);
        int read = catalog.read;
        asking.all("nobody.service.drover.", Type.A);
        assertNotEquals(read, catalog.read);
    }

    @Property(tries = 2000)
    void answersWhateverIsAsked(
            @ForAll @AlphaChars @NumericChars @Chars({'.', '_', '-'}) @StringLength(max = 60) String front,
            @ForAll boolean service) {
        if (catalog.services.isEmpty()) {
            fill();
        }
        String name = front.replaceAll("\\.+", ".").replaceAll("^\\.|\\.$", "");
        String full = (name.isEmpty() ? "" : name + ".") + (service ? "web.service." : "") + "drover.";
        for (int type : new int[] {Type.A, Type.SRV, Type.TXT, Type.ANY, Type.SOA, 65280}) {
            Message answer = asking.udp(full, type);
            assertTrue(answer.numBytes() <= 512);
        }
    }
}
