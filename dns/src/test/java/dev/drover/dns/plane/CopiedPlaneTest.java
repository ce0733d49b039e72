package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.dns.peers.Asker;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One node as the primary of another. */
class CopiedPlaneTest {
    private static final String LISTEN = "listen: {names: {protocol: dns, address: \"127.0.0.1:%d\"}}\n";
    private static final String PRIMARY = LISTEN + """
            dns:
              zones:
                example.com:
                  nameservers: ns1.example.net
                  records: "www A 192.0.2.1"
                  transfer: {networks: [127.0.0.0/8], notify: ["127.0.0.1:%d"]}
            """;
    private static final String SECONDARY = LISTEN + """
            dns: {zones: {example.com: {primary: {from: ["127.0.0.1:%d"]}}}}
            """;

    @TempDir
    Path folder;

    private DnsPlane plane(Loops loops, String name) {
        return new DnsPlane(Lent.of(loops, Ticker.system(), name, folder.resolve(name)));
    }

    private static void apply(DnsPlane plane, String yaml) throws NotPrepared {
        Read read =
                ModelReader.read(new Sources(Path.of("/etc/drover"), new LinkedHashMap<>(Map.of("drover.yaml", yaml))));
        Model model = assertInstanceOf(Read.Sound.class, read, read.toString()).model();
        Plane.Prepared prepared = plane.prepare(model);
        prepared.activate();
        prepared.settle();
    }

    private static int rcode(int port) throws IOException {
        try (var asker = new Asker(port)) {
            return new Message(asker.udp(
                            Message.newQuery(Record.newRecord(Name.fromString("www.example.com."), Type.A, DClass.IN))
                                    .toWire()))
                    .getRcode();
        }
    }

    @Test
    void saysThatItCannotTellUntilTheZoneIsThereAndHasItAfterARestart() throws Exception {
        int one = FreePort.next();
        int other = FreePort.next();
        try (var loops = Loops.start(1, Ticker.system())) {
            DnsPlane secondary = plane(loops, "secondary");
            apply(secondary, SECONDARY.formatted(other, one));
            assertEquals(Rcode.SERVFAIL, rcode(other));
            DnsPlane primary = plane(loops, "primary");
            apply(primary, PRIMARY.formatted(one, other));
            Await.until("the zone", Duration.ofSeconds(30), () -> rcode(other) == Rcode.NOERROR);
            primary.close();
            secondary.close();
            DnsPlane again = plane(loops, "secondary");
            apply(again, SECONDARY.formatted(other, one));
            assertEquals(Rcode.NOERROR, rcode(other));
            again.close();
        }
    }
}
