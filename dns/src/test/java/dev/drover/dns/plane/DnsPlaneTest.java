package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.plane.NotPrepared;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsPlaneTest {
    private final RunningNames names = new RunningNames();

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void answersFromTheZonesOfTheModel() throws Exception {
        names.apply("dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.1\"]}}}");
        assertEquals(List.of("192.0.2.1"), names.data("www.example.com.", Type.A));
        assertEquals(Rcode.REFUSED, names.ask("www.example.org.", Type.A).getRcode());
    }

    @Test
    void keepsTheAddressAndGivesEachEditionItsSerial() throws Exception {
        String zone = "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.%d\"]}}}";
        names.apply(zone.formatted(1));
        int port = names.plane().port("names");
        String serial = serial();
        names.apply(zone.formatted(2));
        assertEquals(port, names.plane().port("names"));
        assertTrue(Long.parseLong(serial()) > Long.parseLong(serial));
        assertEquals(List.of("192.0.2.2"), names.data("www.example.com.", Type.A));
    }

    /** Nodes that agreed on a model tell the same serial, and so does each after a restart. */
    @Test
    void makesTheSerialOfTheEdition() throws Exception {
        String zone = "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"a A 192.0.2.1\"]}}}";
        for (long edition : new long[] {4_294_967_298L, 17, 17}) {
            RunningNames.use(names.plane().prepare(RunningNames.model(zone), edition));
            assertEquals(edition % (1L << 32), Long.parseLong(serial()));
        }
    }

    private String serial() throws IOException {
        return names.data("example.com.", Type.SOA).getFirst().split(" ", -1)[2];
    }

    @Test
    void losesNoQueryWhileZonesChange() throws Exception {
        String zone = "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.%d\"]}}}";
        names.apply(zone.formatted(0));
        var asked = new AtomicInteger();
        var failed = new AtomicInteger();
        Thread client = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    failed.addAndGet(names.data("www.example.com.", Type.A).size() == 1 ? 0 : 1);
                } catch (IOException e) {
                    failed.incrementAndGet();
                }
                asked.incrementAndGet();
            }
        });
        for (int i = 1; i < 50 || asked.get() < 200; i++) {
            names.apply(zone.formatted(i % 250));
        }
        client.interrupt();
        client.join(10_000);
        assertFalse(client.isAlive());
        assertEquals(0, failed.get());
    }

    @Test
    void tellsAllThatIsWrongWithZonesAndGoesOnWithTheOldOnes() throws Exception {
        names.apply("dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"www 60 A 192.0.2.1\"]}}}");
        Model wrong = RunningNames.model("""
                dns:
                  zones:
                    example.com: {nameservers: ns1.example.net, records: ["www 60 A 192.0.2.300"]}
                    sub.example.org: {nameservers: ns1.example.net, records: ["@ TXT x"]}
                    example.org: {nameservers: ns1.example.net, records: ["@ TXT x"]}
                """);
        List<String> problems =
                names.plane().check(wrong).stream().map(Object::toString).toList();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(1).contains("sub.example.org lies below example.org, which does not delegate it"));
        assertThrows(NotPrepared.class, () -> names.plane().prepare(wrong));
        assertEquals(List.of("192.0.2.1"), names.data("www.example.com.", Type.A));
    }

    @Test
    void saysWhatIsTaken() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Model model =
                    RunningNames.whole(RunningNames.LISTEN.replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort())
                            + "dns: {zones: {example.com: {nameservers: ns1.example.net, records: [\"@ TXT x\"]}}}");
            var refused = assertThrows(NotPrepared.class, () -> names.plane().prepare(model));
            assertTrue(String.valueOf(refused.getMessage()).contains("listen.names.address"), refused.getMessage());
        }
    }

    /** Nobody has to be ended for it. */
    @Test
    void saysThatTheMachineDoesNotHaveTheAddressOfAListener() {
        var model = RunningNames.whole("""
                listen: {names: {protocol: dns, address: "192.0.2.1:53"}}
                dns: {zones: {example.com: {nameservers: ns1.example.net, records: a A 192.0.2.7}}}
                """);
        var refused = assertThrows(NotPrepared.class, () -> names.plane().prepare(model));
        String problem = refused.problems().getFirst().toString();
        assertTrue(problem.contains("this machine does not have the address"), problem);
        assertTrue(problem.endsWith("fix: write an address of this machine, or \"*:53\" for all of them"), problem);
    }
}
