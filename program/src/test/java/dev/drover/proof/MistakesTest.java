package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake gets one clear message and its exit code, and what was running goes on. */
final class MistakesTest {
    private static final String ONE = """
            routes:
              - {match: {path: /**}, to: {respond: {status: 200, body: one}}}
            """;

    @TempDir
    private static Path running;

    @TempDir
    private Path folder;

    private static DroverProcess drover;

    @BeforeAll
    static void start() {
        drover = DroverProcess.withRoutes(running, ONE);
    }

    @AfterEach
    void runsOn() throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            assertEquals("one", client.get("/").reply().orElseThrow().text());
        }
    }

    @AfterAll
    static void end() {
        drover.stop();
        drover.close();
    }

    /** No stack trace, and not a screenful. */
    private static void assertClear(Finished finished, String... words) {
        for (String word : words) {
            assertTrue(finished.err().contains(word), () -> "no " + word + " in " + finished);
        }
        assertTrue(!finished.err().contains("\tat ") && !finished.err().contains("Exception"), finished::toString);
        assertTrue(finished.err().lines().count() <= 12, finished::toString);
    }

    private Finished up(String yaml, Path data) {
        Path file = DroverProcess.write(folder.resolve("second"), yaml);
        return DroverProcess.run("up", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0");
    }

    private Finished up(String yaml) {
        return up(yaml, folder.resolve("second-data"));
    }

    @Test
    void refusesASecondDroverOnTheSameDataFolder() {
        Finished second =
                up(DroverProcess.listener(FreePort.next()) + ONE, drover.data()).exited(5);
        assertClear(second, drover.data().toString(), "fix:", String.valueOf(drover.pid()));
    }

    @Test
    void saysWhichPortIsOccupied() throws IOException {
        try (var occupied = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = occupied.getLocalPort();
            Finished up = up(DroverProcess.listener(port) + ONE);
            assertEquals(1, up.exit(), up::toString);
            assertClear(up, "127.0.0.1:" + port, "drover.yaml:2:");
            Finished apply = drover.apply("""
                      taken: {protocol: http, address: "127.0.0.1:%d"}
                    """.formatted(port) + ONE);
            assertTrue(apply.exit() == 1 || apply.exit() == 4, apply::toString);
            assertClear(apply, "127.0.0.1:" + port);
        }
    }

    @Test
    void saysWhichProgramIsMissing() {
        Finished apply = drover.apply("""
                services:
                  s: {instances: {run: {command: [no-such-program-anywhere, "{port}"], count: 1, user: nobody}}}
                """ + ONE);
        assertTrue(apply.exit() != 0, apply::toString);
        assertClear(apply, "no-such-program-anywhere", "drover.yaml:");
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        assertClear(
                DroverProcess.run("check", folder.resolve("nowhere.yaml").toString())
                        .exited(2),
                "nowhere.yaml");
        Path key = folder.resolve("nowhere.key");
        Finished apply = drover.apply("""
                certificates:
                  c: {names: [a.test], source: {files: {chain: %s, key: %s}}}
                """.formatted(folder.resolve("nowhere.crt"), key) + ONE);
        assertTrue(apply.exit() != 0, apply::toString);
        assertClear(apply, "nowhere.crt", "drover.yaml:");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe});
        assertClear(DroverProcess.run("check", binary.toString()).exited(2), "binary.yaml");
        assertClear(DroverProcess.run("check", "include-nothing/").exited(2), "include-nothing");
    }

    @Test
    void saysWhichCertificateIsBad() throws IOException {
        Needs.program("openssl");
        Pem good = Pem.make(folder, "good", "a.test");
        Pem other = Pem.make(folder, "other", "b.test");
        Path garbage = Files.writeString(folder.resolve("garbage.crt"), "garbage\n");
        for (Pem bad : new Pem[] {new Pem(garbage, good.key()), new Pem(good.chain(), other.key())}) {
            Finished apply = drover.apply("""
                      secure: {protocol: https, address: "127.0.0.1:%d", certificates: [c]}
                    certificates:
                      c: %s
                    """.formatted(FreePort.next(), bad.yaml("a.test")) + ONE);
            assertTrue(apply.exit() != 0, apply::toString);
            assertClear(apply, "drover.yaml:", "c");
        }
    }

    @Test
    void refusesHostileYaml() throws IOException {
        var bomb = new StringBuilder("a: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("b%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        Path file = Files.writeString(folder.resolve("bomb.yaml"), bomb);
        Finished refused = DroverProcess.run("check", file.toString()).exited(2);
        assertTrue(refused.err().contains("bomb.yaml:1:4:") && !refused.err().contains("Exception"), refused::toString);
        Path deep = Files.writeString(folder.resolve("deep.yaml"), "routes: " + "[".repeat(100_000));
        assertClear(DroverProcess.run("check", deep.toString()).exited(2), "deep.yaml");
        Path large = Files.writeString(folder.resolve("large.yaml"), "# " + "x".repeat(50_000_000));
        assertClear(DroverProcess.run("check", large.toString()).exited(2), "large.yaml");
    }

    @Test
    void tellsThatNoNodeRuns() {
        String data = folder.resolve("empty").toString();
        assertClear(DroverProcess.run("status", "--data", data).exited(3), data);
    }

    @Test
    void answersMisspeltCommands() {
        assertClear(DroverProcess.run("statsu").exited(2), "status");
        assertClear(DroverProcess.run("status", "--jsno").exited(2), "--json");
        assertEquals(0, DroverProcess.run("--help").exit());
    }

    @Test
    void saysThatTheAdminPortIsOccupied() throws IOException {
        try (var occupied = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Path file = DroverProcess.write(folder.resolve("second"), DroverProcess.listener(FreePort.next()) + ONE);
            String admin = "127.0.0.1:" + occupied.getLocalPort();
            Finished up = DroverProcess.run(
                    "up", file.toString(), "--data", folder.resolve("d").toString(), "--admin", admin);
            assertTrue(up.exit() != 0, up::toString);
            assertClear(up, admin);
        }
    }
}
