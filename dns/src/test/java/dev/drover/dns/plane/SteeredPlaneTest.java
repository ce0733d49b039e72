package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.NameQuery;
import dev.drover.testkit.Await;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names whose answer is chosen. */
class SteeredPlaneTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    /** What happens to who looks at the clock. */
    private final AtomicReference<Runnable> hindrance = new AtomicReference<>(() -> {});

    @TempDir
    Path folder;

    private RunningNames names;

    @BeforeEach
    void open() {
        names = new RunningNames(this::time, folder);
    }

    @AfterEach
    void close() {
        names.close();
    }

    private Instant time() {
        hindrance.get().run();
        return now.get();
    }

    @Test
    void answersByHealth() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      records: www CNAME shop
                      names: {shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {failover: [fra, nyc]}]}}
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(List.of("192.0.2.10"), names.data("shop.example.com.", Type.A));
        assertEquals(List.of("2001:db8:0:0:0:0:0:10"), names.data("SHOP.example.com.", Type.AAAA));
        names.observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(List.of("198.51.100.10"), names.data("shop.example.com.", Type.A));
        assertEquals(List.of("shop.example.com.", "198.51.100.10"), names.data("www.example.com.", Type.A));
        Message none = names.ask("shop.example.com.", Type.AAAA);
        assertEquals(Rcode.NOERROR, none.getRcode());
        assertEquals(Type.SOA, none.getSection(Section.AUTHORITY).getFirst().getType());
        assertEquals(Rcode.NOERROR, names.ask("shop.example.com.", Type.TXT).getRcode());
        names.observe(Map.of("catalog-fra", false, "catalog-nyc", false));
        assertEquals(List.of("192.0.2.10"), names.data("shop.example.com.", Type.A), "all down: all are served");
    }

    @Test
    void answersByTheNetworkOfTheClientAndTellsTheScope() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop:
                          sites: {fra: catalog-fra, nyc: catalog-nyc}
                          answer: [up, {prefix: {10.0.0.0/8: fra, 10.1.0.0/16: nyc}}, {first: 1}]
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(
                List.of("192.0.2.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
        Message inner = names.ask("shop.example.com.", Type.A, RunningNames.subnet("10.1.3.0", 24));
        assertEquals(
                "198.51.100.10", inner.getSection(Section.ANSWER).getFirst().rdataToString());
        var told = (ClientSubnetOption)
                inner.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
        assertEquals(16, told.getScopePrefixLength());
        assertEquals(24, told.getSourcePrefixLength());
        assertEquals(InetAddress.ofLiteral("10.1.3.0"), told.getAddress());
        var unasked = (ClientSubnetOption) names.ask("ns.example.com.", Type.A, RunningNames.subnet("10.1.3.0", 24))
                .getOPT()
                .getOptions(EDNSOption.Code.CLIENT_SUBNET)
                .getFirst();
        assertEquals(0, unasked.getScopePrefixLength());
    }

    /** As it comes: the library takes such an address for one of IPv4. */
    @Test
    void tellsTheScopeOfAnAddressInTheFormThatItWasToldIn() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop:
                          sites: {fra: catalog-fra, nyc: catalog-nyc}
                          answer: [up, {prefix: {10.0.0.0/8: fra, 10.1.0.0/16: nyc}}, {first: 1}]
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        byte[] mapped = {0, 2, 120, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 10, 1, 3};
        byte[] answer = names.exchange(
                "shop.example.com.", Type.A, new GenericEDNSOption(EDNSOption.Code.CLIENT_SUBNET, mapped));
        int option = answer.length - mapped.length;
        assertEquals(120, answer[option + 2]);
        assertEquals(96 + 16, answer[option + 3], "the first bits of ::ffff:10.1.3.0, not of ::/16");
    }

    @Test
    void staysWithTheSiteOfANetworkWhileItIsUp() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, sticky, {first: 1}]}
                """);
        names.observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(
                List.of("198.51.100.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        var asked = new NameQuery("shop.example.com", "A", "10.2.9.1", null);
        assertEquals(
                "this network is new",
                names.plane().explain(asked).chain().steps().get(1).note());
        assertEquals(
                "this network is new",
                names.plane().explain(asked).chain().steps().get(1).note(),
                "whoever only wants to know is not remembered");
        assertEquals(
                List.of("198.51.100.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
        assertEquals(
                List.of("192.0.2.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.4.0", 24)));
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", false));
        assertEquals(
                List.of("192.0.2.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(
                List.of("192.0.2.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
    }

    @Test
    void drawsAnewWhenTheTimeOfADrawIsOver() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {spread: {every: 1h}}, {first: 1}]}
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        var seen = new HashSet<List<String>>();
        for (int hour = 0; hour < 20; hour++) {
            now.set(Instant.EPOCH.plus(Duration.ofHours(hour)));
            names.plane().tick();
            seen.add(names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)));
        }
        assertEquals(Set.of(List.of("192.0.2.10"), List.of("198.51.100.10")), seen);
    }

    @Test
    void followsTheTimeAfterAMistake() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names:
                        shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {spread: {every: 1h}}, {first: 1}]}
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        List<String> first = names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24));
        var noticed = new CountDownLatch(1);
        hindrance.set(() -> {
            noticed.countDown();
            throw new IllegalStateException("the clock is broken");
        });
        assertTrue(noticed.await(20, TimeUnit.SECONDS));
        assertEquals(
                first,
                names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24)),
                "the last answers go on");
        hindrance.set(() -> {});
        Await.until("another site is drawn", Duration.ofSeconds(60), () -> {
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            return !names.data("shop.example.com.", Type.A, RunningNames.subnet("10.2.3.0", 24))
                    .equals(first);
        });
    }

    @Test
    void sendsClientsToTheNearestSiteThatIsUp() throws Exception {
        names.apply(RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      names: {shop: {sites: {nyc: catalog-nyc, fra: catalog-fra}, answer: [up, nearest, {first: 1}]}}
                """);
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        assertEquals(
                List.of("192.0.2.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("141.1.1.0", 24)));
        assertEquals(
                List.of("198.51.100.10"), names.data("shop.example.com.", Type.A, RunningNames.subnet("8.8.8.0", 24)));
        names.observe(Map.of("catalog-fra", false, "catalog-nyc", true));
        assertEquals(
                List.of("198.51.100.10"),
                names.data("shop.example.com.", Type.A, RunningNames.subnet("141.1.1.0", 24)));
    }

    /** It takes long to sign a large zone. */
    @Test
    void followsHealthWhileAZoneIsBeingSigned() throws Exception {
        String zone = RunningNames.SITES + """
                dns:
                  zones:
                    example.com:
                      nameservers: ns1.example.net
                      sign: %s
                      names: {shop: {sites: {fra: catalog-fra, nyc: catalog-nyc}, answer: [up, {first: 1}]}}
                """;
        names.apply(zone.formatted("ecdsa-p256"));
        names.observe(Map.of("catalog-fra", true, "catalog-nyc", true));
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var preparing = new FutureTask<>(() -> names.plane().prepare(RunningNames.model(zone.formatted("ed25519")), 7));
        Thread thread = Thread.ofPlatform().unstarted(preparing);
        hindrance.set(() -> {
            if (Thread.currentThread().equals(thread)) {
                begun.countDown();
                awaitQuietly(goOn);
            }
        });
        thread.start();
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        CompletableFuture.runAsync(() -> names.observe(Map.of("catalog-fra", false, "catalog-nyc", true)))
                .get(20, TimeUnit.SECONDS);
        assertEquals(List.of("198.51.100.10"), names.data("shop.example.com.", Type.A));
        goOn.countDown();
        RunningNames.use(preparing.get(20, TimeUnit.SECONDS));
        assertEquals(
                List.of("198.51.100.10"),
                names.data("shop.example.com.", Type.A),
                "what was observed meanwhile counts");
        assertEquals("ED25519", names.plane().keys().all().getFirst().algorithm());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
