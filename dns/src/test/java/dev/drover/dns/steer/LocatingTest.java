package dev.drover.dns.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.policy.steer.Client;
import dev.drover.policy.steer.Place;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocatingTest {
    private static Model model(String location, String step) {
        Read read = ModelReader.read("drover.yaml", """
                listen: {names: {protocol: dns, address: "*:53"}}
                sites: {fra: {location: {latitude: 50.11, longitude: 8.68}, addresses: [192.0.2.10]}}
                services: {catalog: {instances: {addresses: [10.0.0.1:80]}}}
                dns:
                  %s
                  zones: {example.com: {nameservers: ns1.example.net, names: {shop: {sites: {fra: catalog}, answer: [up, %s]}}}}
                """.formatted(location, step), Path.of("/etc/drover"));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }

    private static Locating embedded(String location) throws NotPrepared {
        return Locating.of(model(location, "nearest"), Ticker.system());
    }

    private static String country(Client client) {
        return client.place().map(Place::country).orElse("");
    }

    @Test
    void knowsCountriesOfPublicAddresses() throws Exception {
        Locating locating = embedded("");
        assertEquals("US", country(locating.locate(InetAddress.ofLiteral("8.8.8.8"))));
        assertEquals("DE", country(locating.locate(InetAddress.ofLiteral("217.0.43.1"))));
        assertEquals("US", country(locating.locate(InetAddress.ofLiteral("2001:4860:4860::8888"))));
        assertEquals("", country(locating.locate(InetAddress.ofLiteral("127.0.0.1"))));
        assertTrue(
                locating.about(InetAddress.ofLiteral("8.8.8.8")).contains(" of 2026-"),
                locating.about(InetAddress.ofLiteral("8.8.8.8")));
        Place place = locating.locate(InetAddress.ofLiteral("8.8.8.8")).place().orElseThrow();
        assertEquals("north-america", place.continent());
        assertTrue(place.location().isPresent());
    }

    @Test
    void believesTheDeclaredNetworksFirst() throws Exception {
        Locating locating = embedded("location: {known: {8.8.8.0/24: US-CA, 8.0.0.0/8: FR}}");
        assertEquals(
                "US-CA",
                locating.locate(InetAddress.ofLiteral("8.8.8.8"))
                        .place()
                        .orElseThrow()
                        .toString());
        assertEquals("FR", country(locating.locate(InetAddress.ofLiteral("8.1.1.1"))));
        assertEquals(24, locating.locate(InetAddress.ofLiteral("8.8.8.8")).placeBits());
    }

    @Test
    void readsNoDatabaseThatNoStepAsksFor() throws Exception {
        assertEquals(
                "",
                Locating.of(model("location: {database: absent.mmdb}", "{first: 1}"), Ticker.system())
                        .about(InetAddress.ofLiteral("8.8.8.8")));
    }

    @Test
    void saysWhatIsWrongWithADatabase(@TempDir Path folder) throws IOException {
        var absent = assertThrows(NotPrepared.class, () -> embedded("location: {database: /nowhere/absent.mmdb}"));
        assertTrue(
                absent.problems().getFirst().what().contains("absent.mmdb: there is no such file"),
                absent.getMessage());
        Path text = Files.writeString(folder.resolve("a.mmdb"), "no database");
        var wrong = assertThrows(NotPrepared.class, () -> embedded("location: {database: " + text + "}"));
        assertTrue(
                wrong.problems().getFirst().what().contains("expected: a file in MaxMind's format"),
                wrong.getMessage());
    }

    @Test
    void tellsAFullFolderForCopiesFromAMissingDatabase(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("places.mmdb");
        copyEmbedded(file);
        Path gone = folder.resolve("gone");
        var noCopy =
                assertThrows(Database.NoCopy.class, () -> Database.of(file, gone, new Countries(), Ticker.system()));
        assertEquals("no copy of it can be made in " + gone + ": no file can be written there", noCopy.getMessage());
    }

    @Test
    void namesNoFileThatIsNotTheOperators(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("a.mmdb"), "no database");
        var wrong = assertThrows(NotPrepared.class, () -> embedded("location: {database: " + text + "}"));
        String what = wrong.problems().getFirst().what();
        assertTrue(what.startsWith(text + ": ") && !what.contains("drover-"), what);
        var isFolder = assertThrows(NotPrepared.class, () -> embedded("location: {database: " + folder + "}"));
        assertTrue(isFolder.problems().getFirst().what().startsWith(folder + ": it is a folder"), isFolder::getMessage);
    }

    @Test
    void tellsOfLookupsThatFailOnceAMinute(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("places.mmdb");
        copyEmbedded(file);
        byte[] bytes = Files.readAllBytes(file);
        // The tree leads to what is no data; the description of the database, at its end, stays.
        Arrays.fill(bytes, bytes.length / 2, bytes.length - 1024, (byte) 0xff);
        Arrays.fill(bytes, 0, bytes.length / 2, (byte) 0xff);
        Files.write(file, bytes);
        var time = new FakeTime();
        var told = new CopyOnWriteArrayList<String>();
        try (var database = Database.of(file, new Countries(), Ticker.of(time, time));
                var _ = new Ear(told)) {
            for (int i = 0; i < 1000; i++) {
                assertTrue(database.locate(InetAddress.ofLiteral("8.8.8.8"))
                        .place()
                        .isEmpty());
            }
            assertEquals(1, told.size(), told::toString);
            assertTrue(
                    told.getFirst()
                            .startsWith(file + " is damaged: 1 lookup has failed so far, the last one for 8.8.8.8: "),
                    told::toString);
            time.advance(Duration.ofMinutes(1));
            database.locate(InetAddress.ofLiteral("8.8.4.4"));
            assertEquals(2, told.size(), told::toString);
            assertTrue(
                    told.getLast().contains("1001 lookups have failed so far, the last one for 8.8.4.4: "),
                    told::toString);
        }
    }

    /** Hears what is logged of lookups that fail. */
    private static final class Ear extends Handler implements AutoCloseable {
        private static final Logger LOG = Logger.getLogger(FailedLookups.class.getName());
        private final List<String> told;

        Ear(List<String> told) {
            this.told = told;
            LOG.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            told.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            LOG.removeHandler(this);
        }
    }

    @Test
    void readsADatabaseAnewWhenItIsReplacedAndKeepsTheOldOneWhileItCannotBeRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("places.mmdb");
        copyEmbedded(file);
        Locating first = embedded("location: {database: " + file + "}");
        assertSame(first, first.newer());
        Files.write(file, new byte[4096]);
        Locating kept = first.newer();
        assertEquals("US", country(kept.locate(InetAddress.ofLiteral("8.8.8.8"))));
        assertSame(kept, kept.newer(), "told of once");
        Files.delete(file);
        assertEquals("US", country(kept.newer().locate(InetAddress.ofLiteral("8.8.8.8"))));
        copyEmbedded(file);
        Locating again = kept.newer();
        assertNotSame(kept, again);
        assertEquals("US", country(again.locate(InetAddress.ofLiteral("8.8.8.8"))));
        assertTrue(
                again.about(InetAddress.ofLiteral("8.8.8.8")).startsWith(file + " of 2026-"),
                again.about(InetAddress.ofLiteral("8.8.8.8")));
    }

    private static void copyEmbedded(Path to) throws IOException {
        try (var from = Objects.requireNonNull(Locating.class.getResourceAsStream("countries.mmdb"))) {
            Files.copy(from, to);
        }
    }

    /** Whoever begins with the same bits is at the same place. */
    @Property(tries = 300)
    void everyClientInsideOfTheScopeIsAtTheSamePlace(@ForAll long seed, @ForAll boolean four) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Locating locating = Shared.EMBEDDED;
        byte[] address = new byte[four ? 4 : 16];
        random.nextBytes(address);
        if (!four) {
            ByteBuffer.wrap(address).putShort((short) (0x2400 + random.nextInt(0x800)));
        }
        Client one = locating.locate(InetAddress.getByAddress(address));
        for (int i = 0; i < 20; i++) {
            byte[] other = address.clone();
            for (int bit = one.placeBits(); bit < other.length * 8; bit++) {
                other[bit / 8] ^= (byte) (random.nextBoolean() ? 0x80 >> bit % 8 : 0);
            }
            assertEquals(
                    one.place(),
                    locating.locate(InetAddress.getByAddress(other)).place());
        }
    }

    private static final class Shared {
        static final Locating EMBEDDED = make();

        private static Locating make() {
            try {
                return embedded("location: {known: {100.64.0.0/10: DE, \"2600:1f00::/24\": FR}}");
            } catch (NotPrepared e) {
                throw new AssertionError(e);
            }
        }
    }
}
