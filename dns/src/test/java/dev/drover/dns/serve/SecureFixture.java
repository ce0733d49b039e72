package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.TestCertificate;
import dev.drover.testkit.process.Finished;
import dev.drover.wire.Loops;
import dev.drover.wire.framed.FrameLimits;
import dev.drover.wire.tls.KeyFiles;
import dev.drover.wire.tls.ServerKeys;
import dev.drover.wire.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** A zone with a steered name, and servers that answer for it over TLS and HTTPS. */
final class SecureFixture implements AutoCloseable {
    private static final Path KDIG = Path.of("/usr/bin/kdig");

    final Loops loops = Loops.start(1, Ticker.system());
    final Figures figures = new Figures();
    final DnsServer.Staff staff = new DnsServer.Staff(Aside.REFUSING, Guard.none(), figures);
    final TestCertificate certificate;
    final Answers answers;
    private final ServerKeys dot;
    private final ServerKeys doh;

    SecureFixture(Path folder) throws Exception {
        certificate = new TestCertificate(folder);
        dot = keys(TlsServer.PROTOCOLS);
        doh = keys(HttpsServer.PROTOCOLS);
        Zone zone = Zones.read(Path.of("src/test/resources/served/example.test.zone"), "example.test");
        var builder = Zone.builder(zone.origin());
        zone.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        DnsName shop = DnsName.parse("shop.example.test");
        builder.exists(shop);
        var choice =
                new Chooser.Choice(List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1)), List.of(), 0, "none");
        answers = Answers.of(List.of(), Identity.ANONYMOUS)
                .with(List.of(builder.build()), List.of(new Steered(shop, zone.origin(), 30, client -> choice)));
    }

    @Override
    public void close() {
        dot.close();
        doh.close();
        loops.close();
    }

    private ServerKeys keys(List<String> protocols) throws Exception {
        var files = new KeyFiles("one", List.of("localhost"), certificate.authority(), certificate.key());
        return ServerKeys.load(List.of(files), protocols, InstantSource.system(), said -> {});
    }

    private static ServerTls tls(ServerKeys keys) {
        return new ServerTls(keys, List.of("one"), Duration.ofSeconds(10));
    }

    TlsServer overTls() throws IOException {
        return TlsServer.open(loops, "127.0.0.1", 0, answers, staff, tls(dot));
    }

    HttpsServer overHttps() throws IOException {
        return HttpsServer.open(loops, "127.0.0.1", 0, answers, staff, tls(doh));
    }

    static byte[] query(String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        query.getHeader().setID(0);
        return query.toWire();
    }

    /** Of one who checks the certificate. */
    Finished kdig(int port, String... more) throws Exception {
        assumeTrue(Files.isExecutable(KDIG), "kdig is not installed");
        var command = new ArrayList<>(List.of(KDIG.toString(), "@127.0.0.1", "-p", Integer.toString(port)));
        command.add("+tls-ca=" + certificate.authority());
        command.add("+tls-hostname=localhost");
        command.addAll(List.of(more));
        return Finished.run(Duration.ofSeconds(20), command).succeeded();
    }

    TlsServer overTls(FrameLimits limits) throws IOException {
        return TlsServer.open(loops, "127.0.0.1", 0, limits, answers, staff, tls(dot));
    }
}
