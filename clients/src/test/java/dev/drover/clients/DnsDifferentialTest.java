package dev.drover.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The same catalog in Consul and in Drover: the same questions over DNS get the same answers, but for what {@code dns-differences.txt} lists. */
@Tag("long")
class DnsDifferentialTest {
    private static final List<String> NAMES = List.of(
            "web.service",
            "WEB.service",
            "web.service.dc1",
            "web.service.dc2",
            "web.service.dc1.extra",
            "blue.web.service",
            "Blue.web.service",
            "v1.2.web.service",
            "red.web.service",
            "_web._tcp.service",
            "_web._blue.service",
            "_web._tcp",
            "_web._tcp.dc1",
            "_nobody._tcp.service",
            "warned.service",
            "broken.service",
            "nobody.service",
            "many.service",
            "plain.service",
            "six.service",
            "both.service",
            "host.service",
            "ported.service",
            "node-host.service",
            "alpha.node",
            "alpha.node.dc1",
            "ext.node",
            "EXT.node.dc1",
            "ext.node.dc2",
            "six-node.node",
            "both-node.node",
            "host-node.node",
            "meta.node",
            "nobody.node",
            "dotted.name.node",
            "by-name.query",
            "by-name.query.dc1",
            "by-name.query.dc2",
            "_by-name._tcp.query",
            "tmpl-web.query",
            "tmpl-nobody.query",
            "nothing.query",
            "dotted.one.query",
            "only-passing.query",
            "7f000001.addr",
            "0a000101.addr.dc1",
            "20010db8000000000000000000000006.addr.dc1",
            "zz.addr",
            "0a0001.addr",
            "web",
            "web.unknown",
            "service",
            "node",
            "",
            "x.y.z");
    private static final int[] TYPES = {
        Type.A, Type.AAAA, Type.SRV, Type.ANY, Type.TXT, Type.MX, Type.NS, Type.SOA, Type.CNAME
    };
    private static final List<String> REVERSE = List.of(
            "1.0.0.127.in-addr.arpa",
            "1.9.0.10.in-addr.arpa",
            "1.1.0.10.in-addr.arpa",
            "9.9.9.10.in-addr.arpa",
            "1.2.0.192.in-addr.arpa",
            "7.7.7.7.in-addr.arpa",
            "0.10.in-addr.arpa",
            "6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa");

    @TempDir
    private Path folder;

    private record Question(Answered.Way way, String name, int type) {
        @Override
        public String toString() {
            return way + " " + name + " " + Type.string(type);
        }
    }

    private static List<Question> questions() {
        var all = new ArrayList<Question>();
        for (Answered.Way way : Answered.Way.values()) {
            for (String name : NAMES) {
                for (int type : TYPES) {
                    all.add(new Question(way, name.isEmpty() ? "consul." : name + ".consul.", type));
                }
            }
            for (String name : REVERSE) {
                all.add(new Question(way, name + ".", Type.PTR));
            }
        }
        all.add(new Question(Answered.Way.UDP, "1.0.0.127.in-addr.arpa.", Type.A));
        all.add(new Question(Answered.Way.UDP, "www.example.com.", Type.A));
        return all;
    }

    @Test
    void answersAsConsulDoes() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Consul.isFetched(), "needs Consul 1.8.7: .build/peers.sh fetches it");
        var differences = MeantDifferences.read("dns-differences.txt");
        var unmeant = new ArrayList<String>();
        try (Side.Server consul = Side.CONSUL.start(folder.resolve("consul"));
                Side.Server drover = Side.DROVER.start(folder.resolve("drover"))) {
            for (Side.Server server : List.of(consul, drover)) {
                DnsCatalog.fill(server.asked());
                Await.until(
                        "the catalog in the names",
                        Duration.ofSeconds(20),
                        () -> has(server, "ported.service.consul.") && has(server, "tmpl-web.query.consul."),
                        server.said());
            }
            for (Question question : questions()) {
                Answered theirs = Answered.ask(consul.dns(), question.way(), question.name(), question.type());
                Answered ours = Answered.ask(drover.dns(), question.way(), question.name(), question.type());
                unmeant.addAll(differences.unmeant(question.toString(), theirs, ours));
            }
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
        assertEquals(List.of(), differences.idle(), "listed, yet not seen");
    }

    private static boolean has(Side.Server server, String name) throws IOException {
        return !Answered.ask(server.dns(), Answered.Way.TCP, name, Type.A)
                .parts()
                .getOrDefault("count", "0")
                .equals("0");
    }
}
