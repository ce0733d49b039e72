package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A zone that is answered at two sites: both sign it with the same keys, and tell authorities the same. */
@Tag("long")
@Timeout(600)
final class FarZonesTest {
    private static final Duration SOON = TwoSites.SOON;
    private static final String ZONE = "example.com";

    @TempDir
    Path folder;

    private TwoSites sites;

    @BeforeEach
    void start() throws IOException {
        Needs.program("dig");
        sites = new TwoSites(
                folder,
                "{secret: {file: names.secret}, zones: {example.com: {nameservers: ns1.example.net,"
                        + " records: www A 192.0.2.1, sign: {ksk-lifetime: 8760h}}}}");
    }

    @AfterEach
    void stop() {
        sites.close();
    }

    /** Tags of the keys that sign keys, as a site answers them. */
    private List<String> keys(String site) {
        return Stream.of(sites.dig(site, ZONE, "DNSKEY", "+multiline", "+tcp").split("\n"))
                .filter(l -> l.contains("KSK;"))
                .map(l -> l.replaceAll(".*key id = ", "").strip())
                .sorted()
                .toList();
    }

    private String standing(String site) {
        return String.join(
                "; ",
                StreamSupport.stream(
                                sites.node(site)
                                        .json("dns", "keys", ZONE)
                                        .path(0)
                                        .path("keys")
                                        .spliterator(),
                                false)
                        .map(k -> k.path("standing").asText())
                        .toList());
    }

    @Test
    void isSignedWithTheSameKeys() throws IOException {
        // Of the third key, the fourth beside it for three days: the zone above has been told, and is waited for.
        Instant now = Instant.now();
        Path steps = sites.folder("fra").resolve("data/names/dnssec.steps");
        Files.createDirectories(steps.getParent());
        Files.writeString(
                steps,
                "example.com. 7 3 %s joined %s%n"
                        .formatted(now.minus(Duration.ofDays(400)), now.minus(Duration.ofDays(3))));

        sites.start("nyc");
        sites.node("nyc").admin();
        Await.until(
                "nobody has told it which key is in use",
                SOON,
                () -> sites.dig("nyc", ZONE, "DNSKEY").contains("status: SERVFAIL"),
                sites::said);

        sites.start("fra");
        sites.awaitBoth();
        Await.until("fra goes on where it was", SOON, () -> keys("fra").size() == 2, sites::said);
        List<String> both = keys("fra");
        Await.until("nyc has the same keys", SOON, () -> keys("nyc").equals(both), sites::said);
        assertEquals(sites.dig("fra", ZONE, "CDS", "+short"), sites.dig("nyc", ZONE, "CDS", "+short"));
        assertEquals(standing("fra"), standing("nyc"));

        sites.node("fra").kill();
        Finished refused = sites.node("nyc").drover("dns", "keys", "--seen", ZONE);
        assertTrue(refused.exit() != 0 && refused.err().contains("fra"), refused::toString);
        assertEquals(both, keys("nyc"));
        sites.start("fra");
        sites.awaitBoth();

        String said = sites.node("nyc")
                .drover("dns", "keys", "--seen", ZONE)
                .succeeded()
                .out();
        assertTrue(said.contains(ZONE), said);
        Await.until("fra knows it", SOON, () -> standing("fra").equals(standing("nyc")), sites::said);
        assertTrue(Files.readString(steps).contains("example.com. 8 3 "), Files.readString(steps));
        assertEquals(both, keys("nyc"), "the old key stays for who keeps its DS record");

        sites.node("fra").kill();
        sites.node("nyc").kill();
        sites.node("nyc").startAnew();
        Await.until(
                "fra is gone, and nothing can have changed yet",
                SOON,
                () -> keys("nyc").equals(both),
                sites::said);
    }

    @Test
    void tellsAuthoritiesTheSame() throws IOException {
        String value = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";
        for (String site : TwoSites.NAMES) {
            sites.start(site);
        }
        sites.awaitBoth();
        for (String site : TwoSites.NAMES) {
            Await.until(
                    "the zone at " + site,
                    SOON,
                    () -> keys(site).equals(keys("fra"))
                            && challenged(site, "www").contains("status: NXDOMAIN"),
                    sites::said);
        }
        Finished done = sites.node("nyc")
                .drover("dns", "challenge", "www.example.com", value)
                .succeeded();
        assertEquals("", done.err());
        for (String site : TwoSites.NAMES) {
            Await.until(
                    site + " answers it", SOON, () -> challenged(site, "www").contains(value), sites::said);
        }
        assertEquals(
                "",
                sites.node("fra")
                        .drover("dns", "challenge", "www.example.com", "--remove")
                        .succeeded()
                        .err());
        for (String site : TwoSites.NAMES) {
            Await.until(site + " stops", SOON, () -> !challenged(site, "www").contains(value), sites::said);
        }
        sites.node("fra").kill();
        Finished warned = sites.node("nyc")
                .drover("dns", "challenge", "www.example.com", value)
                .succeeded();
        assertTrue(warned.err().contains("fra was not told ("), warned::toString);
        Await.until("nyc answers it", SOON, () -> challenged("nyc", "www").contains(value), sites::said);
    }

    private String challenged(String site, String name) {
        return sites.dig(site, "_acme-challenge." + name + "." + ZONE, "TXT");
    }
}
