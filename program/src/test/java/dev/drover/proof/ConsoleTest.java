package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, with a node behind it. */
final class ConsoleTest {
    private static final String ODD = "<img src=x onerror=\"document.title='taken'\">";

    @TempDir
    private Path folder;

    private final int consul = FreePort.next();
    private DroverProcess drover;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Chromium.isInstalled(), "chromium is not installed");
        int port = FreePort.next();
        drover = DroverProcess.withFile(folder, port, DroverProcess.listener(port) + """
                registry: {listen: "127.0.0.1:%d"}
                services:
                  shop:
                    instances: {addresses: ["127.0.0.1:1"]}
                    health: {check: tcp, interval: 1s, timeout: 500ms, fall: 1}
                routes: [{match: {path: /**}, to: shop}]
                """.formatted(consul));
        browser = new Chromium(folder.resolve("browser"));
        Await.until("the registry", DroverProcess.PATIENCE, this::isAnswering);
        Await.until("the first check", DroverProcess.PATIENCE, this::isMeasuredDown, drover::said);
        register("{\"Name\": \"reports\", \"Tags\": [\"night\"], \"Port\": 9100, \"Check\": {\"TTL\": \"60s\"}}");
        register(
                "{\"Name\": \"odd\", \"Port\": 9101, \"Check\": {\"TTL\": \"60s\", \"Status\": \"passing\", \"Notes\": \"\"}, \"Tags\": [\"%s\"]}"
                        .formatted(ODD.replace("\"", "\\\"")));
    }

    @AfterEach
    void stop() {
        if (drover != null) {
            drover.close();
        }
    }

    private HttpResponse<String> consul(String method, String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + consul + path))
                            .method(method, BodyPublishers.ofString(body))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private boolean isAnswering() {
        try {
            return consul("GET", "/v1/catalog/nodes", "").body().contains("Node");
        } catch (Exception e) {
            return false; // it does not listen yet
        }
    }

    private boolean isMeasuredDown() {
        var one = drover.service("shop").path("instances").path(0);
        return one.path("measured").asText().equals("down");
    }

    private void register(String service) throws Exception {
        assertEquals(200, consul("PUT", "/v1/agent/service/register", service).statusCode());
    }

    private String link() {
        return drover.drover("console").succeeded().out().strip();
    }

    private static void assertShows(String dom, String... parts) {
        for (String part : parts) {
            assertTrue(dom.contains(part), () -> part + " is not in\n" + dom);
        }
    }

    @Test
    void showsServicesOfTheModelAndOfTheCatalog() throws IOException {
        String dom = browser.dom(link());
        assertShows(
                dom, "href=\"#/services/shop\"", ">all down<", "1 down", "href=\"#/services/reports\"", ">critical<");
        assertShows(dom, "in the catalog only", "night", "generation 1", "as of ");
        assertTrue(dom.indexOf("#/services/shop") < dom.indexOf("#/services/odd"), "what is down comes first");
        assertShows(dom, "&lt;img src=x");
        assertFalse(dom.contains("<img src=\"x\""), "what a service calls itself is text");
        assertFalse(dom.contains("token="), "the token does not stay in the address");
    }

    @Test
    void showsWhyAnInstanceIsOut() {
        String dom = browser.dom(link() + "&/services/shop");
        assertShows(dom, "127.0.0.1:1", ">down<", "in service", "by declared", "What decides", "remove-at-most");
        assertShows(dom, "In the catalog", "drover:shop:127.0.0.1:1", "What happened", "unknown → down");
        String registered = browser.dom(link() + "&/services/reports");
        assertShows(registered, "no service of the model serves it", ">critical<", "by itself");
        assertShows(browser.dom(link() + "&/services/nobody"), "Nothing is declared or registered under this name.");
    }

    @Test
    void showsNodesNamesAndModels() {
        assertShows(browser.dom(link() + "&/nodes"), ">alone<", "this node keeps its registry for itself", "listens");
        assertShows(browser.dom(link() + "&/names"), "This node answers for no names");
        assertShows(browser.dom(link() + "&/history"), "Applied models", ">runs<", "drover.yaml");
    }

    @Test
    void asksForATokenAndSaysThatItIsWrong() {
        String page = link().replaceAll("#.*", "");
        assertShows(browser.dom(page), "A token is needed", "console.token");
        assertShows(browser.dom(page + "#token=wrong"), "The node does not know this token.");
    }

    @Test
    void isWhereLinksToPagesOfConsulLead() throws Exception {
        String leads = consul("GET", "/ui/dc1/services/shop", "")
                .headers()
                .firstValue("Location")
                .orElse("");
        assertEquals(link().replaceAll("#.*", "#/services/shop"), leads);
    }
}
