package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.dns.answer.Identity;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.Discovery;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.NameQuery;
import dev.drover.plane.control.Naming;
import dev.drover.testkit.Await;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsPlaneTest {
    private static final String LISTEN = "listen: {names: {protocol: dns, address: \"127.0.0.1:0\"}}\n";
    private static final String SITES = """
            sites:
              fra: {location: {latitude: 50.11, longitude: 8.68}, addresses: [192.0.2.10, "2001:db8::10"]}
              nyc: {location: {latitude: 40.71, longitude: -74.01}, addresses: [198.51.100.10]}
            services:
              catalog-fra: {instances: {addresses: [10.0.0.1:80]}}
              catalog-nyc: {instances: {addresses: [10.0.0.2:80]}}
            """;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final CountDownLatch noticed = new CountDownLatch(1);
    private final Loops loops = Loops.start(1, Ticker.system());
    private final DnsPlane plane = new DnsPlane(new DnsLoans(
            loops,
            Ticker.of(System::nanoTime, this::time),
            new Random(1),
            new Identity("test", "", Identity.SAFE_PAYLOAD),
            "test",
            Discovery.none(),
            new PrometheusRegistry(),
            Path.of("nothing-is-kept")));
    private long generation;

    @AfterEach
    void close() {
        plane.close();
        loops.close();
    }

    private Instant time() {
        if (broken.get()) {
            noticed.countDown();
            throw new IllegalStateException("the clock is broken");
        }
        return now.get();
    }

    private static Model model(String yaml, Map<String, String> files) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", yaml);
        texts.putAll(files);
        Read read = ModelReader.read(new Sources(Path.of("/etc/drover"), texts));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }

    private void apply(String yaml) throws NotPrepared {
        Plane.Prepared prepared = plane.prepare(model(LISTEN + yaml, Map.of()));
        prepared.activate();
        prepared.settle();
    }

    /** Services with one instance each, and whether it is up. */
    private void observe(Map<String, Boolean> up) {
        var services = new LinkedHashMap<String, ServiceState>();
        up.forEach((service, isUp) -> {
            var id = new InstanceId(service, "one");
            var standing =
                    new Standing(isUp ? Standing.Verdict.IN : Standing.Verdict.OUT, isUp ? "up" : "measured down");
            var instance = new Instance(
                    id,
                    new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 80),
                    "10.0.0.1:80",
                    1,
                    new Measured(isUp ? Measured.State.UP : Measured.State.DOWN, Instant.EPOCH, "measured"),
                    Intent.inService(Instant.EPOCH),
                    standing);
            services.put(service, ServiceState.of(service, List.of(instance)));
        });
        assertEquals(++generation, plane.observe(new Snapshot(generation, Instant.EPOCH, services)));
    }

    private Message ask(String name, int type, EDNSOption... options) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        if (options.length > 0) {
            query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        }
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5000);
            byte[] bytes = query.toWire();
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), plane.port("names")));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return new Message(java.util.Arrays.copyOf(answer.getData(), answer.getLength()));
        }
    }

    private List<String> addresses(String name, int type, EDNSOption... options) throws IOException {
        return ask(name, type, options).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private static ClientSubnetOption subnet(String address, int bits) {
        return new ClientSubnetOption(bits, InetAddress.ofLiteral(address));
    }

    @Test
    void answersFromTheZonesOfTheModel() throws Exception {
        apply("dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.1\"]}}}");
        assertEquals(List.of("192.0.2.1"), addresses("www.example.com.", Type.A));
        assertEquals(Rcode.REFUSED, ask("www.example.org.", Type.A).getRcode());
    }

    @Test
    void answersForTheServicesOfTheFileWithoutARegistry() throws Exception {
        apply(
                "services: {Catalog: {instances: {addresses: [10.0.0.1:80]}}}\ndns: {discovery: {domains: [drover, consul]}}");
        assertEquals(Rcode.NXDOMAIN, ask("catalog.service.drover.", Type.A).getRcode(), "not measured yet");
        observe(Map.of("Catalog", true));
        assertEquals(List.of("10.0.0.1"), addresses("catalog.service.consul.", Type.A));
        assertEquals(List.of("1 1 80 0a000001.addr.dc1.drover."), addresses("_catalog._tcp.service.drover.", Type.SRV));
        assertEquals(List.of("127.0.0.1"), addresses("test.node.dc1.drover.", Type.A));
        observe(Map.of("Catalog", false));
        Naming naming = plane.explain(new NameQuery("catalog.service.drover", "A", null, null));
        assertEquals("NXDOMAIN", naming.rcode());
        assertEquals("drover", naming.zone());
        Naming.Step step = Objects.requireNonNull(naming.chain()).steps().getFirst();
        assertEquals("healthy", step.step());
        assertEquals(
                "check measured is critical: measured",
                step.removed().getFirst().why());
    }

    @Test
    void knowsNothingWhileARegistryIsStillToCome() throws Exception {
        apply("registry: {}\ndns: {discovery: {}}");
        assertEquals(Rcode.SERVFAIL, ask("web.service.drover.", Type.A).getRcode());
    }

    @Test
    void explainsNamesOfTheCatalogOfAFileAlone() throws Exception {
        Model model = model(
                LISTEN + "services: {catalog: {instances: {addresses: [10.0.0.1:80]}}}\ndns: {discovery: {ttl: 5s}}",
                Map.of());
        Naming naming =
                DnsPlane.declared(model, new NameQuery("catalog.service.drover", "A", null, null), Instant.EPOCH);
        assertEquals(List.of("catalog.service.drover. 5 IN A 10.0.0.1"), naming.answer());
        assertEquals(5, Objects.requireNonNull(naming.chain()).ttl());
    }

    @Test
    void answersByHealth() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      records: www CNAME shop
                      names: {shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {failover: [fra, nyc]}]}}
                """);
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A));
        assertEquals(List.of("2001:db8:0:0:0:0:0:10"), addresses("SHOP.example.com.", Type.AAAA));
        observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(List.of("198.51.100.10"), addresses("shop.example.com.", Type.A));
        assertEquals(List.of("shop.example.com.", "198.51.100.10"), addresses("www.example.com.", Type.A));
        Message none = ask("shop.example.com.", Type.AAAA);
        assertEquals(Rcode.NOERROR, none.getRcode());
        assertEquals(Type.SOA, none.getSection(Section.AUTHORITY).getFirst().getType());
        assertEquals(Rcode.NOERROR, ask("shop.example.com.", Type.TXT).getRcode());
        observe(Map.of("catalog-fra", false, "catalog-nyc", false));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A), "all down: all are served");
    }

    @Test
    void answersByTheNetworkOfTheClientAndTellsTheScope() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop:
                          sites: {fra: catalog-fra, nyc: catalog-nyc}
                          answer: [up, {prefix: {10.0.0.0/8: fra, 10.1.0.0/16: nyc}}, {first: 1}]
                """);
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
        Message inner = ask("shop.example.com.", Type.A, subnet("10.1.3.0", 24));
        assertEquals(
                "198.51.100.10", inner.getSection(Section.ANSWER).getFirst().rdataToString());
        var told = (ClientSubnetOption)
                inner.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
        assertEquals(16, told.getScopePrefixLength());
        assertEquals(24, told.getSourcePrefixLength());
        assertEquals(InetAddress.ofLiteral("10.1.3.0"), told.getAddress());
        var unasked = (ClientSubnetOption) ask("ns.example.com.", Type.A, subnet("10.1.3.0", 24))
                .getOPT()
                .getOptions(EDNSOption.Code.CLIENT_SUBNET)
                .getFirst();
        assertEquals(0, unasked.getScopePrefixLength());
    }

    @Test
    void staysWithTheSiteOfANetworkWhileItIsUp() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, sticky, {first: 1}]}
                """);
        observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(List.of("198.51.100.10"), addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        var asked = new NameQuery("shop.example.com", "A", "10.2.9.1", null);
        assertEquals(
                "this network is new",
                plane.explain(asked).chain().steps().get(1).note());
        assertEquals(
                "this network is new",
                plane.explain(asked).chain().steps().get(1).note(),
                "whoever only wants to know is not remembered");
        assertEquals(List.of("198.51.100.10"), addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A, subnet("10.2.4.0", 24)));
        observe(Map.of("catalog-fra", true, "catalog-nyc", false));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
    }

    @Test
    void drawsAnewWhenTheTimeOfADrawIsOver() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {spread: {every: 1h}}, {first: 1}]}
                """);
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        var seen = new HashSet<List<String>>();
        for (int hour = 0; hour < 20; hour++) {
            now.set(Instant.EPOCH.plus(Duration.ofHours(hour)));
            plane.tick();
            seen.add(addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)));
        }
        assertEquals(Set.of(List.of("192.0.2.10"), List.of("198.51.100.10")), seen);
    }

    @Test
    void followsTheTimeAfterAMistake() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {spread: {every: 1h}}, {first: 1}]}
                """);
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        List<String> first = addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24));
        broken.set(true);
        assertTrue(noticed.await(20, TimeUnit.SECONDS));
        assertEquals(first, addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24)), "the last answers go on");
        broken.set(false);
        Await.until("another site is drawn", Duration.ofSeconds(60), () -> {
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            return !addresses("shop.example.com.", Type.A, subnet("10.2.3.0", 24))
                    .equals(first);
        });
    }

    @Test
    void sendsClientsToTheNearestSiteThatIsUp() throws Exception {
        apply(SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names: {shop: {sites: {nyc: catalog-nyc, fra: catalog-fra}, answer: [up, nearest, {first: 1}]}}
                """);
        observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(List.of("192.0.2.10"), addresses("shop.example.com.", Type.A, subnet("141.1.1.0", 24)));
        assertEquals(List.of("198.51.100.10"), addresses("shop.example.com.", Type.A, subnet("8.8.8.0", 24)));
        observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(List.of("198.51.100.10"), addresses("shop.example.com.", Type.A, subnet("141.1.1.0", 24)));
    }

    @Test
    void keepsTheAddressAndGivesEachEditionItsSerial() throws Exception {
        String zone = "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.%d\"]}}}";
        apply(zone.formatted(1));
        int port = plane.port("names");
        String serial = serial();
        apply(zone.formatted(2));
        assertEquals(port, plane.port("names"));
        assertTrue(Long.parseLong(serial()) > Long.parseLong(serial));
        assertEquals(List.of("192.0.2.2"), addresses("www.example.com.", Type.A));
    }

    /** Nodes that agreed on a model tell the same serial, and so does each after a restart. */
    @Test
    void makesTheSerialOfTheEdition() throws Exception {
        String zone =
                LISTEN + "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"a A 192.0.2.1\"]}}}";
        for (long edition : new long[] {4_294_967_298L, 17, 17}) {
            Plane.Prepared prepared = plane.prepare(model(zone, Map.of()), edition);
            prepared.activate();
            prepared.settle();
            assertEquals(edition % (1L << 32), Long.parseLong(serial()));
        }
    }

    private String serial() throws IOException {
        return addresses("example.com.", Type.SOA).getFirst().split(" ", -1)[2];
    }

    @Test
    void losesNoQueryWhileZonesChange() throws Exception {
        String zone = "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.%d\"]}}}";
        apply(zone.formatted(0));
        var asked = new AtomicInteger();
        var failed = new AtomicInteger();
        Thread client = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    failed.addAndGet(addresses("www.example.com.", Type.A).size() == 1 ? 0 : 1);
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
                asked.incrementAndGet();
            }
        });
        for (int i = 1; i < 50 || asked.get() < 200; i++) {
            apply(zone.formatted(i % 250));
        }
        client.interrupt();
        client.join(10_000);
        assertFalse(client.isAlive());
        assertEquals(0, failed.get());
    }

    @Test
    void tellsAllThatIsWrongWithZonesAndGoesOnWithTheOldOnes() throws Exception {
        apply("dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.1\"]}}}");
        Model wrong = model(LISTEN + """
                dns:
                  zones:
                    example.com: {nameservers: ns1.example.net, records: ["www 60 A 192.0.2.300"]}
                    sub.example.org: {nameservers: ns1.example.net, records: ["@ TXT x"]}
                    example.org: {nameservers: ns1.example.net, records: ["@ TXT x"]}
                """, Map.of());
        List<String> problems =
                plane.check(wrong).stream().map(Object::toString).toList();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(1).contains("sub.example.org lies below example.org, which does not delegate it"));
        assertThrows(NotPrepared.class, () -> plane.prepare(wrong));
        assertEquals(List.of("192.0.2.1"), addresses("www.example.com.", Type.A));
    }

    @Test
    void saysWhatIsTaken() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Model model = model(
                    LISTEN.replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort())
                            + "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"@ TXT x\"]}}}",
                    Map.of());
            var refused = assertThrows(NotPrepared.class, () -> plane.prepare(model));
            assertTrue(String.valueOf(refused.getMessage()).contains("listen.names.address"), refused.getMessage());
        }
    }
}
