package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/two-sites}, on other addresses of loopback: the answer changes when a site ends, and comes back with it. */
@Tag("long")
@Timeout(600)
final class TwoSitesTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path EXAMPLE = Path.of("../examples/two-sites");

    @TempDir
    Path folder;

    private final String net = "127." + (20 + ProcessHandle.current().pid() % 200) + ".0.";
    private final Map<String, DroverProcess> nodes = new HashMap<>();
    private final Map<String, Running> shops = new HashMap<>();

    private String address(String site) {
        return net + (site.equals("fra") ? 1 : 2);
    }

    private String moved(String file) throws IOException {
        return Files.readString(EXAMPLE.resolve(file))
                .replace("127.0.0.1", address("fra"))
                .replace("127.0.0.2", address("nyc"));
    }

    @BeforeEach
    void start() throws IOException {
        for (String site : List.of("fra", "nyc")) {
            Path own = Files.createDirectories(folder.resolve(site));
            Files.writeString(own.resolve("sites.yaml"), moved("sites.yaml"));
            Files.writeString(own.resolve("registry.secret"), "a secret of more than thirty-two characters\n");
            open(site);
            nodes.put(site, DroverProcess.onMachine(own, moved(site + ".yaml"), List.of(), "--node", site + "-1"));
        }
    }

    private void open(String site) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program = EXAMPLE.resolve("Shop.java").toString();
        shops.put(site, Running.of(List.of(java, program, site, address(site))).start());
    }

    @AfterEach
    void stop() {
        nodes.values().forEach(DroverProcess::close);
        shops.values().forEach(Running::close);
    }

    private String said() {
        var text = new StringBuilder();
        nodes.values().forEach(n -> text.append(n.said()).append("\n----\n"));
        shops.values().forEach(s -> text.append(s.said()).append("\n----\n"));
        return text.toString();
    }

    /** What the server of a site answers a client. */
    private String answer(String at) {
        Finished told = DroverProcess.run("dns", "query", "shop.example.com", "--server", address(at) + ":5353");
        return Stream.of("fra", "nyc")
                .filter(site -> told.out().contains(" IN A " + address(site)))
                .findFirst()
                .orElse(told.toString());
    }

    private void awaitAnswer(String at, String site) {
        Await.until(at + " answers " + site, SOON, () -> answer(at).equals(site), this::said);
    }

    private JsonNode other(String site) {
        return nodes.get(site).json("status").path("registry").path("sites").path(0);
    }

    private String measured(String at, String service) {
        JsonNode line = nodes.get(at).service(service).path("instances").path(0);
        return line.path("measured").asText() + ": " + line.path("reason").asText();
    }

    @Test
    void answersWithTheSiteThatIsLeft() {
        awaitAnswer("fra", "fra");
        awaitAnswer("nyc", "fra");
        Await.until(
                "nyc hears fra", SOON, () -> other("nyc").path("node").asText().equals("fra-1"), this::said);

        nodes.get("fra").kill();
        Await.until(
                "fra is silent", SOON, () -> other("nyc").path("silentSince").isTextual(), this::said);
        assertEquals("fra", answer("nyc"), "silence takes nothing out");
        shops.get("fra").kill();
        awaitAnswer("nyc", "nyc");
        String words = measured("nyc", "shop-fra");
        assertTrue(words.startsWith("down: 1 of 1 site measures it down; nyc: "), words);
        assertTrue(words.endsWith("; silent: fra"), words);

        nodes.get("fra").startAnew();
        open("fra");
        awaitAnswer("nyc", "fra");
        awaitAnswer("fra", "fra");
        shops.get("fra").kill();
        awaitAnswer("nyc", "nyc");
        awaitAnswer("fra", "nyc");
        assertTrue(measured("fra", "shop-fra").startsWith("down: "), () -> measured("fra", "shop-fra"));
    }
}
