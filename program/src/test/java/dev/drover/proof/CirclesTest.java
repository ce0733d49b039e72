package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drover never sends a request to itself, however it is named. */
final class CirclesTest {
    @TempDir
    private Path folder;

    /** A name of this machine that is no {@code localhost}: of the hosts file, where every machine has its own. */
    private static String nameOfThisMachine() throws IOException {
        Optional<String> name = Files.readAllLines(Path.of("/etc/hosts")).stream()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> words.length > 1 && isOurs(words[0]))
                .flatMap(words -> Arrays.stream(words).skip(1))
                .filter(word -> !word.equals("localhost") && !word.endsWith(".localhost"))
                .findFirst();
        Assumptions.assumeTrue(name.isPresent(), "needs a name of this machine in /etc/hosts");
        return name.orElseThrow();
    }

    private static boolean isOurs(String literal) {
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IllegalArgumentException | IOException e) {
            return false;
        }
    }

    private static String yaml(String... instances) {
        return """
                services:
                  o: {instances: {addresses: ["%s"]}, health: {check: none}}
                routes:
                  - {match: {path: /**}, to: o}
                """.formatted(String.join("\", \"", instances));
    }

    @Test
    void usesNoInstanceWhoseNameTurnsOutToBeItself() throws IOException {
        int port = FreePort.next();
        String name = nameOfThisMachine();
        String listen = "listen: {web: {protocol: http, address: \"*:%d\"}}\n".formatted(port);
        try (var origin = new Origin("o");
                var drover = DroverProcess.withFile(
                        folder, port, listen + yaml(name + ":" + port, "127.0.0.1:" + origin.port()))) {
            Await.until(
                    "the name to be resolved",
                    Duration.ofSeconds(20),
                    () -> drover.service("o").path("instances").size() == 2,
                    drover::said);
            for (int i = 0; i < 10; i++) {
                try (RawClient client = RawClient.connect(port)) {
                    assertEquals(200, client.get("/x").reply().orElseThrow().status());
                }
            }
            assertEquals(10, origin.served());
            String why = "it is listener web of this node: requests would go round in circles";
            JsonNode self = drover.service("o")
                    .path("instances")
                    .valueStream()
                    .filter(i -> i.path("served").asText().equals("out"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(why, self.path("servedWhy").asText());
            assertTrue(drover.drover("status").succeeded().out().contains("not served: " + why));
            assertTrue(drover.drover("explain", "o").succeeded().out().contains(why));
            drover.drover("force", "up", "o/" + self.path("name").asText()).succeeded();
            assertEquals(
                    1,
                    drover.service("o")
                            .path("instances")
                            .valueStream()
                            .filter(i -> i.path("served").asText().equals("in"))
                            .count());
            drover.stop();
        }
    }

    @Test
    void refusesItsOwnAddressesWhereTheyAreWritten() throws IOException {
        try (var origin = new Origin("o");
                var drover = DroverProcess.withRoutes(folder, yaml("127.0.0.1:" + origin.port()))) {
            String admin = drover.admin();
            String port = admin.substring(admin.lastIndexOf(':') + 1);
            for (String spelling : new String[] {"127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"}) {
                Finished apply = drover.apply(yaml(spelling + ":" + port)).exited(2);
                assertTrue(
                        apply.err().contains(" is the admin API of this node, which no route may reach"),
                        apply::toString);
                Finished self =
                        drover.apply(yaml(spelling + ":" + drover.port())).exited(2);
                assertTrue(self.err().contains("requests would go round in circles"), self::toString);
                assertEquals(
                        1, self.err().lines().filter(l -> l.contains("circles")).count(), self::toString);
            }
            drover.stop();
        }
    }
}
