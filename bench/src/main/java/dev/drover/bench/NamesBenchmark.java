package dev.drover.bench;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Where;
import dev.drover.plane.Discovery;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to answer one query whose bytes are there: a name of a zone, a steered one, and one of the catalog with four instances, by
 * address and by port; the last also while the catalog changes elsewhere with each query.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NamesBenchmark {
    private final Query query = new Query();
    private final FourInstances one = new FourInstances();
    private final FourInstances other = new FourInstances();
    private Discovery.Catalog catalog = one;
    private final Answers answers = answers();

    private final byte[] inZone = question("www.example.com", RecordType.A);
    private final byte[] steered = question("shop.example.com", RecordType.A);
    private final byte[] found = question("web.service.drover", RecordType.A);
    private final byte[] ports = question("_web._tcp.service.drover", RecordType.SRV);

    private Answers answers() {
        DnsName origin = DnsName.parse("example.com");
        DnsName shop = origin.child("shop");
        Rdata address = Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1);
        Zone zone = Zone.builder(origin)
                .add(origin, RecordType.SOA, 60, soa(origin))
                .add(origin, RecordType.NS, 60, Rdata.of(origin.child("ns")))
                .add(origin.child("www"), RecordType.A, 60, address)
                .exists(shop)
                .build();
        var choice = new Chooser.Choice(List.of(address), List.of(), 0, "up");
        var settings = new Dns.Discovery(
                Where.nowhere(),
                List.of("drover"),
                Duration.ZERO,
                new LinkedHashMap<>(),
                Duration.ZERO,
                Duration.ZERO,
                false,
                0,
                4,
                false);
        return Answers.of(List.of(), Identity.ANONYMOUS)
                .with(List.of(zone), List.of(new Steered(shop, origin, 30, client -> choice)))
                .beside(new DiscoveryNames(settings, () -> catalog).authorities());
    }

    private static Rdata soa(DnsName origin) {
        var data = new ByteArrayOutputStream();
        data.writeBytes(origin.child("ns").wire());
        data.writeBytes(origin.child("admin").wire());
        data.writeBytes(new byte[20]);
        return Rdata.of(data.toByteArray());
    }

    private static byte[] question(String name, RecordType type) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {7, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        all.writeBytes(DnsName.parse(name).wire());
        all.writeBytes(new byte[] {0, (byte) type.number(), 0, 1});
        return all.toByteArray();
    }

    private int ask(byte[] question) {
        System.arraycopy(question, 0, query.bytes(), 0, question.length);
        return answers.answer(query, question.length, false);
    }

    @Benchmark
    public int ofAZone() {
        return ask(inZone);
    }

    @Benchmark
    public int steered() {
        return ask(steered);
    }

    @Benchmark
    public int ofTheCatalog() {
        return ask(found);
    }

    @Benchmark
    public int portsOfTheCatalog() {
        return ask(ports);
    }

    @Benchmark
    public int whileTheCatalogChanges() {
        catalog = catalog == one ? other : one;
        return ask(found);
    }
}
