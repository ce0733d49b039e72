package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names of what the catalog of another site holds, with two sites on addresses of loopback. */
@Tag("long")
@Timeout(600)
final class FarNamesTest {
    private static final Duration SOON = TwoSites.SOON;

    @TempDir
    Path folder;

    private TwoSites sites;

    @BeforeEach
    void start() throws IOException {
        Needs.program("dig");
        sites = new TwoSites(folder, "{discovery: {}}");
        for (String site : TwoSites.NAMES) {
            sites.start(site);
        }
        for (String site : TwoSites.NAMES) {
            Await.until(
                    "names of " + site,
                    SOON,
                    () -> dig(site, site + "-1.node.drover", "+short").contains(sites.address(site)),
                    sites::said);
        }
        sites.awaitBoth();
    }

    @AfterEach
    void stop() {
        sites.close();
    }

    private String dig(String at, String name, String... more) {
        return sites.dig(at, name, more);
    }

    private void api(String site, String method, String path, String body) {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sites.door(site) + "/v1/" + path))
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            var answer = client.send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void register(String site, String address) {
        api(site, "PUT", "agent/service/register", """
                {"Name": "web", "Address": "%s", "Port": 8080, "Check": {"CheckID": "web", "TTL": "1h", "Status": "passing"}}
                """.formatted(address));
    }

    private String explained(String name) {
        return sites.node("fra").drover("dns", "explain", name).succeeded().out();
    }

    @Test
    void answersForAnotherSiteAndGoesOnWithWhatItKnowsWhenThatIsGone() {
        register("nyc", "198.51.100.7");
        String first = dig("fra", "web.service.nyc.drover", "+ignore");
        assertTrue(first.contains(" tc ") || first.contains("198.51.100.7"), first);
        assertEquals(
                "198.51.100.7",
                dig("fra", "web.service.nyc.drover", "+short", "+tcp").strip());
        assertEquals(
                "198.51.100.7", dig("fra", "WEB.service.NYC.drover", "+short").strip());
        String datagram = dig("fra", "web.service.nyc.drover", "+ignore");
        assertTrue(datagram.contains("198.51.100.7") && !datagram.contains(" tc "), datagram);
        String srv = dig("fra", "_web._tcp.service.nyc.drover", "SRV");
        assertTrue(srv.contains("1 1 8080 c6336407.addr.nyc.drover."), srv);
        assertTrue(srv.contains("IN\tA\t198.51.100.7"), srv);
        assertEquals(
                sites.address("nyc"),
                dig("fra", "nyc-1.node.nyc.drover", "+short").strip());
        assertEquals(
                "198.51.100.7", dig("fra", "c6336407.addr.nyc.drover", "+short").strip());
        assertTrue(dig("fra", "web.service.drover").contains("NXDOMAIN"));
        assertTrue(dig("fra", "other.service.nyc.drover").contains("NXDOMAIN"));
        assertTrue(dig("fra", "web.service.sin.drover").contains("NXDOMAIN"));
        assertTrue(dig("fra", "nyc.drover").contains("NOERROR"));
        assertTrue(explained("web.service.nyc.drover").contains("site nyc"), () -> explained("web.service.nyc.drover"));
        assertTrue(explained("web.service.sin.drover").contains("there is no site sin"));

        api("nyc", "PUT", "agent/check/fail/web", "");
        Await.until(
                "the change is heard",
                SOON,
                () -> dig("fra", "web.service.nyc.drover").contains("NXDOMAIN"),
                sites::said);
        api("nyc", "PUT", "agent/check/pass/web", "");
        Await.until(
                "it is back",
                SOON,
                () -> dig("fra", "web.service.nyc.drover", "+short").strip().equals("198.51.100.7"),
                sites::said);

        sites.node("nyc").kill();
        Await.until(
                "the words",
                SOON,
                () -> explained("web.service.nyc.drover").contains("cannot be asked again"),
                sites::said);
        assertEquals(
                "198.51.100.7",
                dig("fra", "web.service.nyc.drover", "+short", "+ignore").strip());
        String unknown = dig("fra", "never.service.nyc.drover");
        assertTrue(unknown.contains("SERVFAIL"), unknown);
    }

    @Test
    void letsQueriesGoOnToOtherSites() {
        register("nyc", "198.51.100.7");
        api("fra", "POST", "query", """
                {"Name": "shop", "Service": {"Service": "web", "Failover": {"Datacenters": ["nyc"]}}}
                """);
        assertEquals("198.51.100.7", dig("fra", "shop.query.drover", "+short").strip());
        register("fra", "192.0.2.7");
        Await.until(
                "its own",
                SOON,
                () -> dig("fra", "shop.query.drover", "+short").strip().equals("192.0.2.7"),
                sites::said);
        api("fra", "PUT", "agent/check/fail/web", "");
        Await.until(
                "those of the other site",
                SOON,
                () -> dig("fra", "shop.query.drover", "+short").strip().equals("198.51.100.7"),
                sites::said);
        assertTrue(explained("shop.query.drover").contains("site nyc"), () -> explained("shop.query.drover"));
        assertFalse(dig("nyc", "shop.query.drover").contains("198.51.100.7"), "nyc has no such query");
        assertEquals("198.51.100.7", dig("nyc", "web.service.drover", "+short").strip());
        assertTrue(dig("nyc", "shop.query.fra.drover").contains("NXDOMAIN"), "one hop");
    }
}
