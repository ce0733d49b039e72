package dev.drover.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and to what: tokens, names of the host, origins, the pages of the console. */
final class DoorTest extends AdminScene {
    @ParameterizedTest
    @ValueSource(strings = {"/v1/status", "/metrics", "/livez", "/readyz", "/v1/tail", "/", "/nothing"})
    void demandsTheTokenForEverything(String path) throws IOException {
        Answer answer = ask("GET", path, "");
        assertEquals(401, answer.status());
        assertTrue(answer.head().contains("Bearer realm"), answer.head());
        assertTrue(answer.body().contains("token missing or wrong"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer t0ke", "Bearer t0kenn", "Basic t0ken", "Bearer", "t0ken", "Bearer "})
    void refusesAWrongToken(String sent) throws IOException {
        assertEquals(401, ask("GET", "/v1/status", "", "Authorization: " + sent).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.com", "evil.example.com:9180", "localhost.evil.com", "127.0.0.1.evil.com"})
    void refusesAForeignHostBeforeTheTokenIsLookedAt(String host) throws IOException {
        assertEquals(421, ask("GET", "/v1/status", "", "Host: " + host).status());
        assertEquals(
                421,
                ask("GET", "/v1/status", "", "Host: " + host, "Authorization: Bearer " + TOKEN)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9180", "127.0.0.1", "[::1]:9180", "FRA-1", "10.0.0.1:9180"})
    void takesItsOwnNamesAndLiteralAddresses(String host) throws IOException {
        assertEquals(
                200,
                ask("GET", "/v1/status", "", "Host: " + host, "Authorization: Bearer " + TOKEN)
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example.com,403", "null,403", "http://localhost:1,403", "http://localhost,200"})
    void refusesAForeignOrigin(String origin, int status) throws IOException {
        Answer answer =
                ask("GET", "/v1/status", "", "Host: localhost", "Origin: " + origin, "Authorization: Bearer " + TOKEN);
        assertEquals(status, answer.status());
    }

    @Test
    void letsAMonitorSeeOnlyWhatMonitorsNeed() throws IOException {
        String monitor = "Authorization: Bearer " + MONITOR;
        assertEquals("drover_up 1\n", ask("GET", "/metrics", "", monitor).body());
        assertEquals(200, ask("GET", "/livez", "", monitor).status());
        assertEquals(401, ask("GET", "/v1/status", "", monitor).status());
        assertEquals(401, ask("POST", "/v1/stop", "", monitor).status());
        assertTrue(control.asked.isEmpty());
    }

    @Test
    void letsTheConsoleSeeAndChangeNothing() throws IOException {
        String console = "Authorization: Bearer " + CONSOLE;
        assertEquals(
                "[{\"service\":\"web\",\"tags\":[\"v1\"],\"instances\":2,\"passing\":1,\"warning\":0,\"critical\":1}]",
                ask("GET", "/v1/catalog", "", console).body());
        assertEquals(200, ask("GET", "/v1/status", "", console).status());
        assertEquals(
                200, ask("GET", "/v1/registrations?service=web", "", console).status());
        assertEquals(401, ask("GET", "/v1/logs?service=web", "", console).status());
        assertEquals(401, ask("GET", "/metrics", "", console).status());
        assertEquals(401, ask("POST", "/v1/stop", "", console).status());
        assertEquals(401, ask("GET", "/v1/dns/challenges", "", console).status());
        assertEquals(
                401,
                ask("POST", "/v1/dns/challenges", "{\"name\": \"example.com\"}", console)
                        .status());
        assertEquals(401, ask("POST", "/v1/status", "", console).status());
    }

    @ParameterizedTest
    @CsvSource({
        "/console/,text/html,console.js",
        "/console/index.html,text/html,console.js",
        "/console/console.js,text/javascript,fetch(path",
        "/console/views.js,text/javascript,export function services",
        "/console/elements.js,text/javascript,export function element",
        "/console/console.css,text/css,color-scheme",
        "/console/icon.svg,image/svg+xml,<svg"
    })
    void servesThePagesToEverybody(String path, String type, String part) throws IOException {
        Answer page = ask("GET", path, "");
        assertEquals(200, page.status());
        assertTrue(page.head().contains("Content-Type: " + type), page.head());
        assertTrue(page.head().contains("Content-Security-Policy: default-src 'none';"), page.head());
        assertTrue(page.body().contains(part), page.body());
        String tag = page.head().replaceAll("(?s).*ETag: (\\S+).*", "$1");
        assertEquals(304, ask("GET", path, "", "If-None-Match: " + tag).status());
    }

    @Test
    void servesNothingBesideThePages() throws IOException {
        assertEquals(308, ask("GET", "/console", "").status());
        assertEquals(401, ask("GET", "/console/../v1/status", "").status());
        assertEquals(404, ask("GET", "/console/nothing", "").status());
        assertEquals(401, ask("POST", "/console/", "").status());
        assertEquals(421, ask("GET", "/console/", "", "Host: evil.example.com").status());
        assertTrue(control.asked.isEmpty());
    }

    @Test
    void neverPrintsATokenWithItsSettings() {
        assertFalse(new Door(server.address(), TOKEN, MONITOR, CONSOLE, Set.of())
                .toString()
                .contains(TOKEN));
    }
}
