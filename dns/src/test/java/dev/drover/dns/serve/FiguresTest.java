package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.wire.Loops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class FiguresTest {
    private static byte[] query(String name, int type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN))
                .toWire();
    }

    @Test
    void countsByZoneTypeCodeTransportAndStep() throws Exception {
        Zone zone = Zones.read(Path.of("src/test/resources/served/example.test.zone"), "example.test");
        DnsName shop = DnsName.parse("shop.example.test");
        var builder = Zone.builder(zone.origin());
        zone.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        var choice =
                new Chooser.Choice(List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1)), List.of(), 0, "up");
        var steered = new Steered(shop, zone.origin(), 30, client -> choice);
        Answers answers = Answers.of(List.of(), Identity.ANONYMOUS)
                .with(List.of(builder.exists(shop).build()), List.of(steered));
        var figures = new Figures();
        var staff = new DnsServer.Staff(Aside.REFUSING, Guard.none(), figures);
        try (var loops = Loops.start(1, Ticker.system());
                var server = DnsServer.open(loops, "127.0.0.1", 0, answers, staff);
                var asker = new Asker(server.port())) {
            asker.udp(query("shop.example.test.", Type.A));
            asker.udp(query("shop.example.test.", Type.A));
            asker.tcp(query("none.example.test.", Type.AAAA));
            asker.udp(query("example.org.", Type.LOC));
            Message odd = new Message(query("example.test.", Type.SOA));
            odd.addRecord(new OPTRecord(1232, 0, 7), Section.ADDITIONAL);
            asker.udp(odd.toWire());
            server.serve(answers.with(answers.zones()));
            asker.udp(query("EXAMPLE.test.", Type.SOA));
            var expected = Map.of(
                    new Figures.Answered("example.test", "A", "NOERROR", Figures.Transport.UDP), 2L,
                    new Figures.Answered("example.test", "AAAA", "NXDOMAIN", Figures.Transport.TCP), 1L,
                    new Figures.Answered("", "other", "REFUSED", Figures.Transport.UDP), 1L,
                    new Figures.Answered("", "SOA", "BADVERS", Figures.Transport.UDP), 1L,
                    new Figures.Answered("example.test", "SOA", "NOERROR", Figures.Transport.UDP), 1L);
            // An answer may arrive before its thread has counted it.
            Await.until(
                    "all counted",
                    Duration.ofSeconds(30),
                    () -> figures.answered().equals(expected),
                    () -> figures.answered().toString());
            assertEquals(Map.of(new Figures.Decided("example.test", "up"), 2L), figures.decided());
            assertEquals(Map.of("NOERROR", 3L, "NXDOMAIN", 1L, "REFUSED", 1L, "BADVERS", 1L), figures.byRcode());
            assertEquals(0, figures.dropped());
        }
    }
}
