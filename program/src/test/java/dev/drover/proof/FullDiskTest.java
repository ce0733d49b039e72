package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk costs log lines, not requests. */
final class FullDiskTest {
    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        Needs.root();
        disk = Files.createDirectories(folder.resolve("data"));
        Finished mounted =
                Finished.run(Duration.ofSeconds(10), "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        org.junit.jupiter.api.Assumptions.assumeTrue(mounted.exit() == 0, "needs to mount a tmpfs: " + mounted.err());
    }

    @AfterEach
    void unmount() {
        Finished.run(Duration.ofSeconds(10), "umount", disk.toString());
    }

    @Test
    void servesOnWhenTheDiskForItsDataIsFull() throws IOException {
        try (var origin = new Origin("o");
                var drover = DroverProcess.withRoutes(folder, """
                        services:
                          o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                        routes:
                          - {match: {path: /**}, to: o}
                        """.formatted(origin.port()));
                var load = Load.Plan.get(drover.port(), "/" + "x".repeat(500))
                        .clients(4)
                        .start()) {
            Await.until("a start", Duration.ofSeconds(20), () -> load.answered() > 200);
            fill();
            long then = load.answered();
            Await.until("many requests more", Duration.ofSeconds(60), () -> load.answered() > then + 5000);
            Load.Tally tally = load.finish();
            assertEquals(0, tally.failed(), tally::toString);
            // It can still be asked.
            drover.drover("status").succeeded();
            drover.stop();
        }
    }

    @Test
    void refusesAModelThatItCannotKeepAndGoesOn() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, answering("one"))) {
            drover.admin();
            fill();
            Finished apply = drover.apply(answering("two")).exited(1);
            assertTrue(
                    apply.err().contains("the model cannot be kept: No space left on device; nothing was changed"),
                    apply::toString);
            assertEquals(1, apply.err().lines().count(), apply::toString);
            assertEquals("one", said(drover));
            assertEquals(1, drover.json("history").size());
            Finished confirmed =
                    drover.apply(answering("two"), "--confirm-within", "60s").exited(1);
            assertTrue(confirmed.err().contains("No space left"), confirmed::toString);
            Finished drained = drover.drover("drain", "--node").exited(1);
            assertTrue(drained.err().contains("No space left"), drained::toString);
            // What is kept is whole: a restart resumes it, and with room again all goes on.
            drover.stop();
            drover.startAgain();
            drover.admin();
            assertEquals("one", said(drover));
            Files.delete(disk.resolve("filler"));
            drover.apply(answering("two")).succeeded();
            assertEquals("two", said(drover));
            assertEquals(2, drover.json("history").size());
            drover.stop();
        }
    }

    private static String answering(String body) {
        return "routes: [{match: {path: /**}, to: {respond: {status: 200, body: " + body + "}}}]\n";
    }

    private static String said(DroverProcess drover) throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            return client.get("/").reply().orElseThrow().text();
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("filler"), StandardOpenOption.CREATE)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("space"), e::toString);
        }
    }
}
