package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.Challenges;
import dev.drover.plane.KeySteps;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A plane with one listener, told of health by hand and asked by datagrams. */
final class RunningNames implements AutoCloseable {
    static final String LISTEN = "listen: {names: {protocol: dns, address: \"127.0.0.1:0\"}}\n";

    /** Two sites with a service each. */
    static final String SITES = """
            sites:
              fra: {location: {latitude: 50.11, longitude: 8.68}, addresses: [192.0.2.10, "2001:db8::10"]}
              nyc: {location: {latitude: 40.71, longitude: -74.01}, addresses: [198.51.100.10]}
            services:
              catalog-fra: {instances: {addresses: [10.0.0.1:80]}}
              catalog-nyc: {instances: {addresses: [10.0.0.2:80]}}
            """;

    private final Loops loops = Loops.start(1, Ticker.system());
    private final DnsPlane plane;
    private long generation;

    RunningNames(InstantSource clock, Path folder) {
        this(clock, folder, Challenges.none());
    }

    RunningNames(InstantSource clock, Path folder, Challenges challenges) {
        this(clock, folder, challenges, KeySteps.none());
    }

    RunningNames(InstantSource clock, Path folder, Challenges challenges, KeySteps keySteps) {
        Ticker ticker = Ticker.of(System::nanoTime, clock);
        plane = new DnsPlane(Lent.of(loops, ticker, "test", folder, challenges, keySteps));
    }

    RunningNames() {
        this(() -> Instant.EPOCH, Path.of("nothing-is-kept"));
    }

    @Override
    public void close() {
        plane.close();
        loops.close();
    }

    DnsPlane plane() {
        return plane;
    }

    /** Of a file with the listener and this. */
    static Model model(String yaml) {
        return whole(LISTEN + yaml);
    }

    static Model whole(String yaml) {
        Read read =
                ModelReader.read(new Sources(Path.of("/etc/drover"), new LinkedHashMap<>(Map.of("drover.yaml", yaml))));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }

    void apply(String yaml) throws NotPrepared {
        use(plane.prepare(model(yaml)));
    }

    static void use(Plane.Prepared prepared) {
        prepared.activate();
        prepared.settle();
    }

    /** Services with one instance each, and whether it is up. */
    void observe(Map<String, Boolean> up) {
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

    Message ask(String name, int type, EDNSOption... options) throws IOException {
        return new Message(exchange(name, type, options));
    }

    /** The answer as it came. */
    byte[] exchange(String name, int type, EDNSOption... options) throws IOException {
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
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    /** The data of the records that a question is answered with. */
    List<String> data(String name, int type, EDNSOption... options) throws IOException {
        return ask(name, type, options).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    static ClientSubnetOption subnet(String address, int bits) {
        return new ClientSubnetOption(bits, InetAddress.ofLiteral(address));
    }
}
