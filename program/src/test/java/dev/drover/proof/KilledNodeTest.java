package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the processes of a Drover that is killed, and of what they started. */
final class KilledNodeTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Each runs a marked sleep beside itself. */
    private String file() {
        List<String> origin = OriginProgram.command("{port}", "shop");
        String script = "sleep 98765 & exec \"$@\"";
        String words = Stream.concat(Stream.of("sh", "-c", script, "sh"), origin.stream())
                .map(w -> "'" + w.replace("'", "''") + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        String user = System.getProperty("user.name").equals("root") ? ", user: root" : "";
        return """
                services:
                  shop:
                    instances: {run: {command: [%s], count: 2, environment: {PATH: "/usr/bin:/bin"}%s}}
                    health: {check: {http: {path: /healthz}}, interval: 500ms, timeout: 400ms}
                routes:
                  - {match: {path: /**}, to: shop}
                """.formatted(words, user);
    }

    @Test
    void leavesNothingBehindAndRunsNothingTwice() {
        try (var drover = DroverProcess.withRoutes(folder, file())) {
            awaitUp(drover);
            List<Long> before = pids(drover);
            assertEquals(2, sleeps(before).size());
            drover.kill();
            Await.until(
                    "the end of the leaders",
                    SOON,
                    () -> before.stream().noneMatch(KilledNodeTest::lives),
                    drover::said);
            List<Long> orphans = sleeps(before);
            assertEquals(2, orphans.size(), "a parent-death signal does not reach them");

            drover.startAgain();
            awaitUp(drover);
            assertTrue(orphans.stream().noneMatch(KilledNodeTest::lives), drover::said);
            List<Long> after = pids(drover);
            assertTrue(before.stream().noneMatch(after::contains));
            assertEquals(2, sleeps(after).size());
            assertNotEquals(List.of(), after);
            drover.stop();
            assertEquals(List.of(), sleeps(after));
            assertTrue(after.stream().noneMatch(KilledNodeTest::lives));
        }
    }

    private static void awaitUp(DroverProcess drover) {
        Await.until(
                "two instances of shop",
                SOON,
                () -> drover.service("shop")
                                .path("instances")
                                .valueStream()
                                .filter(i -> i.path("served").asText().equals("in"))
                                .count()
                        == 2,
                drover::said);
    }

    /** As the notes of the data folder name them. */
    private static List<Long> pids(DroverProcess drover) {
        try (Stream<Path> notes = Files.list(drover.data().resolve("run"))) {
            return notes.map(n -> Long.parseLong(n.getFileName().toString())).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The marked ones in these groups, living. */
    private static List<Long> sleeps(List<Long> groups) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(KilledNodeTest::lives)
                .filter(pid -> stat(pid).length > 2 && groups.contains(Long.parseLong(stat(pid)[2])))
                .filter(pid ->
                        commandLine(pid).contains("98765") && commandLine(pid).startsWith("sleep"))
                .toList();
    }

    private static boolean lives(long pid) {
        String[] stat = stat(pid);
        return stat.length > 0 && !stat[0].equals("Z") && !stat[0].equals("X");
    }

    /** From the state on, see proc_pid_stat(5). */
    private static String[] stat(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }
}
