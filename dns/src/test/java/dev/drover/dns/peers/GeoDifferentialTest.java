package dev.drover.dns.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.dns.peers.GeoDatabase.City;
import dev.drover.dns.plane.DnsPlane;
import dev.drover.dns.plane.Lent;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.plane.Plane;
import dev.drover.plane.Ticker;
import dev.drover.testkit.peer.Gdnsd;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The same map and the same database in gdnsd and here: clients everywhere must be given the same addresses.
 *
 * <p>Scopes differ, and are meant to: gdnsd joins neighbouring networks with the same list of sites beforehand, so it tells the shortest prefix within
 * which its list is the same. We tell the network that the database has, or what settles the declared networks, which is as long or longer. What has to
 * hold of ours is that everybody in it is answered the same, by gdnsd as well.
 */
@Timeout(300)
class GeoDifferentialTest {
    private static final long SEED = 20_260_101;
    private static final int CLIENTS = 4000;
    private static final List<City> CITIES = List.of(
            new City("EU", "DE", "", 52.52, 13.40),
            new City("EU", "FR", "", 48.86, 2.35),
            new City("EU", "GB", "SCT", 55.95, -3.19),
            new City("NA", "US", "CA", 37.77, -122.42),
            new City("NA", "US", "NY", 40.71, -74.01),
            new City("NA", "MX", "", 19.43, -99.13),
            new City("SA", "BR", "", -23.55, -46.63),
            new City("AS", "JP", "", 35.68, 139.69),
            new City("AS", "SG", "", 1.35, 103.82),
            new City("OC", "AU", "", -33.87, 151.21),
            new City("AF", "ZA", "", -26.20, 28.05));
    private static final String ZONE = """
            @ 300 SOA ns1.example.net. hostmaster 1 3600 900 86400 60
            @ 300 NS ns1.example.net.
            shop 30 DYNA geoip!shop
            near 30 DYNA geoip!near
            """;
    private static final String SITES = "fra => 192.0.2.1, nyc => 192.0.2.2, sin => 192.0.2.3, gru => 192.0.2.4";

    @TempDir
    Path folder;

    private final Loops loops = Loops.start(1, Ticker.system());
    private final DnsPlane plane = new DnsPlane(Lent.of(loops, Ticker.system(), "test", Path.of("nothing-is-kept")));

    @AfterEach
    void close() {
        plane.close();
        loops.close();
    }

    /** An answer with the bits of the client's address that it holds for. */
    private record Given(List<String> addresses, int scope) {}

    /** Addresses that clients are told to have, of which so many bits are told. */
    private record Client(InetAddress address, int bits) {
        EDNSOption told() {
            return new ClientSubnetOption(bits, address);
        }
    }

    private static Given ask(Asker server, String name, Client client) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + ".example.test."), Type.A, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(client.told())), Section.ADDITIONAL);
        Message answer = new Message(server.udp(query.toWire()));
        var subnet = (ClientSubnetOption)
                answer.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
        assertEquals(client.bits(), subnet.getSourcePrefixLength());
        return new Given(
                answer.getSection(Section.ANSWER).stream()
                        .map(Record::rdataToString)
                        .toList(),
                subnet.getScopePrefixLength());
    }

    private void serve(Path database, List<String> down) throws Exception {
        Read read = ModelReader.read("drover.yaml", """
                listen: {names: {protocol: dns, address: "127.0.0.1:0"}}
                sites:
                  fra: {location: {latitude: 50.11, longitude: 8.68}, addresses: [192.0.2.1]}
                  nyc: {location: {latitude: 40.71, longitude: -74.01}, addresses: [192.0.2.2]}
                  sin: {location: {latitude: 1.35, longitude: 103.82}, addresses: [192.0.2.3]}
                  gru: {location: {latitude: -23.43, longitude: -46.47}, addresses: [192.0.2.4]}
                services:
                  to-fra: {instances: {addresses: [10.0.0.1:80]}}
                  to-nyc: {instances: {addresses: [10.0.0.2:80]}}
                  to-sin: {instances: {addresses: [10.0.0.3:80]}}
                  to-gru: {instances: {addresses: [10.0.0.4:80]}}
                dns:
                  location: {database: "%s"}
                  zones:
                    example.test:
                      nameservers: ns1.example.net
                      names:
                        shop:
                          sites: {fra: to-fra, nyc: to-nyc, sin: to-sin, gru: to-gru}
                          answer:
                            - up
                            - prefix: {10.0.0.0/8: gru, 10.64.0.0/11: sin, 198.51.100.0/24: [nyc, gru], "2001:db8::/32": sin}
                            - geo:
                                US-CA: [nyc, sin]
                                US: [nyc, gru]
                                GB-SCT: [fra, nyc]
                                DE: [fra, sin]
                                europe: [fra, nyc]
                                asia: [sin, gru]
                                BR: [gru]
                                south-america: [nyc, gru]
                                default: [nyc, sin]
                            - first: 1
                        near: {sites: {fra: to-fra, nyc: to-nyc, sin: to-sin, gru: to-gru}, answer: [up, nearest, {first: 1}]}
                """.formatted(database), folder);
        Plane.Prepared prepared = plane.prepare(
                assertInstanceOf(Read.Sound.class, read, read.toString()).model());
        prepared.activate();
        prepared.settle();
        var services = new LinkedHashMap<String, ServiceState>();
        for (String site : List.of("fra", "nyc", "sin", "gru")) {
            services.put("to-" + site, state("to-" + site, !down.contains(site)));
        }
        plane.observe(new Snapshot(1, Instant.EPOCH, services));
    }

    private static ServiceState state(String service, boolean up) {
        return ServiceState.of(
                service,
                List.of(new Instance(
                        new InstanceId(service, "one"),
                        new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 80),
                        "10.0.0.1:80",
                        1,
                        new Measured(up ? Measured.State.UP : Measured.State.DOWN, Instant.EPOCH, "measured"),
                        Intent.inService(Instant.EPOCH),
                        new Standing(up ? Standing.Verdict.IN : Standing.Verdict.OUT, "measured"))));
    }

    /** The same words for gdnsd. */
    private Gdnsd theirs(Path database, List<String> down) {
        String geoip = """
                maps => {
                  world => {
                    geoip2_db => %s, datacenters => [fra, nyc, sin, gru],
                    map => {
                      NA => { US => { CA => [nyc, sin], default => [nyc, gru] } },
                      EU => { GB => { SCT => [fra, nyc] }, DE => [fra, sin], default => [fra, nyc] },
                      AS => [sin, gru],
                      SA => { BR => [gru], default => [nyc, gru] },
                      default => [nyc, sin]
                    }
                    nets => { 10.0.0.0/8 => [gru], 10.64.0.0/11 => [sin], 198.51.100.0/24 => [nyc, gru], 2001:db8::/32 => [sin] }
                  }
                  distance => {
                    geoip2_db => %s, datacenters => [fra, nyc, sin, gru], auto_dc_limit => 4,
                    auto_dc_coords => { fra => [50.11, 8.68], nyc => [40.71, -74.01], sin => [1.35, 103.82], gru => [-23.43, -46.47] }
                  }
                }
                resources => { shop => { map => world, dcmap => { %s } }, near => { map => distance, dcmap => { %s } } }
                """.formatted(database, database, SITES, SITES);
        String forced = down.stream()
                .map(dc -> "geoip/world/%s => DOWN%ngeoip/distance/%s => DOWN%n".formatted(dc, dc))
                .collect(Collectors.joining());
        return Gdnsd.start(folder.resolve("gdnsd"), Map.of("example.test", ZONE), geoip, forced);
    }

    /** Of IPv4 and IPv6, and some of networks that are declared. */
    private static Client client(Random random) throws UnknownHostException {
        byte[] address = new byte[random.nextInt(3) == 0 ? 16 : 4];
        random.nextBytes(address);
        if (address.length == 16) {
            address[0] = (byte) (0x24 + random.nextInt(8));
        } else {
            switch (random.nextInt(12)) {
                case 0 -> address[0] = 10;
                case 1 -> System.arraycopy(new byte[] {(byte) 198, 51, 100}, 0, address, 0, 3);
                default -> address[0] = (byte) (1 + random.nextInt(223));
            }
        }
        return random.nextBoolean()
                ? new Client(InetAddress.getByAddress(address), address.length * 8)
                : cut(address, address.length == 4 ? 12 + random.nextInt(20) : 20 + random.nextInt(40));
    }

    /** Of whom his resolver tells less, as most do. */
    private static Client cut(byte[] address, int bits) throws UnknownHostException {
        for (int i = bits; i < address.length * 8; i++) {
            address[i / 8] &= (byte) ~(0x80 >> i % 8);
        }
        return new Client(InetAddress.getByAddress(address), bits);
    }

    /** Another one with the same bits. */
    private static Client within(Client client, int scope, Random random) throws UnknownHostException {
        byte[] address = client.address().getAddress();
        byte[] drawn = new byte[address.length];
        random.nextBytes(drawn);
        for (int i = scope; i < address.length * 8; i++) {
            int bit = 0x80 >> i % 8;
            address[i / 8] = (byte) (address[i / 8] & ~bit | drawn[i / 8] & bit);
        }
        return new Client(InetAddress.getByAddress(address), address.length * 8);
    }

    private void compare(List<String> down) throws Exception {
        assumeTrue(Gdnsd.isInstalled(), "gdnsd is not installed");
        var random = new Random(SEED);
        Path database = Files.write(folder.resolve("drawn.mmdb"), GeoDatabase.drawn(CITIES, random));
        serve(database, down);
        var differences = new ArrayList<String>();
        var counts = new LinkedHashMap<List<String>, Integer>();
        int same = 0;
        try (var gdnsd = theirs(database, down);
                var us = new Asker(plane.port("names"));
                var them = new Asker(gdnsd.port())) {
            for (int i = 0; i < CLIENTS; i++) {
                Client client = client(random);
                String name = i % 2 == 0 ? "shop" : "near";
                Given ours = ask(us, name, client);
                Given theirs = ask(them, name, client);
                Client other = within(client, ours.scope(), random);
                Given elsewhere = ask(them, name, other);
                counts.merge(ours.addresses(), 1, Integer::sum);
                same += ours.scope() == theirs.scope() ? 1 : 0;
                if (!ours.addresses().equals(theirs.addresses())
                        || ours.scope() < theirs.scope()
                        || !elsewhere.addresses().equals(theirs.addresses())) {
                    differences.add(name + " for " + client + ": ours " + ours + ", theirs " + theirs + "; for " + other
                            + " " + elsewhere);
                }
            }
        }
        int exact = same;
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences:\n"
                        + String.join("\n", differences.subList(0, Math.min(40, differences.size()))));
        assertEquals(4 - down.size(), counts.size(), () -> "not all sites were answered: " + counts);
        assertTrue(exact > CLIENTS * 8 / 10, () -> "the same scope for " + exact + " of " + CLIENTS);
    }

    @Test
    void sendsClientsWhereGdnsdSendsThem() throws Exception {
        compare(List.of());
    }

    @Test
    void sendsThemOnWhereGdnsdDoesWhileASiteIsDown() throws Exception {
        compare(List.of("fra"));
    }
}
