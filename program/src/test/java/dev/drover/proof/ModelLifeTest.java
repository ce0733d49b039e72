package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is applied stays applied: over restarts, crashes and unconfirmed changes. */
final class ModelLifeTest {
    @TempDir
    private Path folder;

    private static String says(String word) {
        return """
                routes:
                  - {match: {path: /**}, to: {respond: {status: 200, body: "%s"}}}
                """.formatted(word);
    }

    private static String asked(DroverProcess drover) throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            return client.get("/").reply().orElseThrow().text();
        }
    }

    @Test
    void resumesTheAppliedModelAfterRestartAndAfterKill() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            assertEquals("one", asked(drover));
            drover.apply(says("two")).succeeded();
            assertEquals("two", asked(drover));
            // The file goes back to what it was; what was applied counts.
            DroverProcess.write(folder, DroverProcess.listener(drover.port()) + says("one"));
            drover.stop();
            drover.startAgain();
            assertEquals("two", asked(drover));
            assertTrue(drover.said().contains("--apply"), drover::said);
            drover.kill();
            drover.startAgain();
            assertEquals("two", asked(drover));
            drover.stop();
        }
    }

    @Test
    void takesADifferingFileWhenUpIsToldTo() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"), "--apply")) {
            drover.stop();
            DroverProcess.write(folder, DroverProcess.listener(drover.port()) + says("two"));
            drover.startAgain();
            assertEquals("two", asked(drover));
            drover.stop();
        }
    }

    @Test
    void rollsBackWhatIsNotConfirmedInTime() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            drover.apply(says("two"), "--confirm-within", "6s").succeeded();
            assertEquals("two", asked(drover));
            Await.until(
                    "the rollback", Duration.ofSeconds(60), () -> asked(drover).equals("one"), drover::said);
            JsonNode newest = drover.json("history").path(0);
            assertTrue(newest.path("how").asText().contains("not confirmed"), newest::toString);
            drover.stop();
        }
    }

    @Test
    void keepsWhatIsConfirmedInTime() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            drover.apply(says("two"), "--confirm-within", "90s").succeeded();
            drover.drover("confirm").succeeded();
            JsonNode newest = drover.json("history").path(0);
            assertTrue(newest.path("confirmBy").isNull(), newest::toString);
            assertEquals("two", asked(drover));
            drover.stop();
        }
    }

    @Test
    void rollsBackAnUnconfirmedChangeAlsoWhenItIsKilledMeanwhile() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            drover.apply(says("two"), "--confirm-within", "3s").succeeded();
            drover.kill();
            drover.startAgain();
            Await.until(
                    "the rollback", Duration.ofSeconds(60), () -> asked(drover).equals("one"), drover::said);
            drover.stop();
        }
    }

    @Test
    void goesBackAndForthThroughItsHistory() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            drover.apply(says("two")).succeeded();
            drover.apply(says("three")).succeeded();
            assertEquals(3, drover.json("history").size());
            drover.drover("rollback").succeeded();
            assertEquals("two", asked(drover));
            long first = drover.json("history").path(3).path("generation").asLong();
            drover.drover("rollback", String.valueOf(first)).succeeded();
            assertEquals("one", asked(drover));
            JsonNode history = drover.json("history");
            assertEquals(5, history.size());
            assertTrue(history.path(0).path("running").asBoolean(), history::toString);
            assertTrue(!history.path(0).path("author").asText().isEmpty(), history::toString);
            Finished unknown = drover.drover("rollback", "99");
            assertTrue(unknown.exit() != 0 && unknown.err().contains("99"), unknown::toString);
            drover.stop();
        }
    }

    @Test
    void keepsRunningWhenABadFileIsApplied() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            Finished refused = drover.apply("routes:\n  - {match: {path: /**}, to: nowhere}\n")
                    .exited(2);
            assertTrue(refused.err().contains("drover.yaml:4:"), refused::toString);
            assertTrue(refused.err().contains("nowhere"), refused::toString);
            assertEquals("one", asked(drover));
            assertEquals(1, drover.json("history").size());
            drover.stop();
        }
    }

    @Test
    void plansWhatApplyWouldDo() {
        try (var drover = DroverProcess.withRoutes(folder, says("one"))) {
            DroverProcess.write(folder, DroverProcess.listener(drover.port()) + says("two"));
            JsonNode plan = drover.json("plan", drover.file().toString());
            assertTrue(plan.path("changed").asBoolean(), plan::toString);
            assertTrue(plan.path("changes").toString().contains("two"), plan::toString);
            assertEquals(1, drover.json("history").size());
            drover.stop();
        }
    }
}
