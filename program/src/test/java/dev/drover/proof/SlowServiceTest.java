package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose control group has too small a quota, as {@code doctor} tells it of a node that serves it. */
final class SlowServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PERIOD_MICROS = 100_000;

    @TempDir
    private Path folder;

    private Path group;

    @BeforeEach
    void makeGroup() throws IOException {
        Needs.root();
        Path cpu = Path.of("/sys/fs/cgroup/cpu");
        Assumptions.assumeTrue(
                Files.exists(cpu.resolve("cgroup.procs")), "needs the controller cpu of control groups, version 1");
        group = Files.createDirectory(
                cpu.resolve("drover-test-" + ProcessHandle.current().pid()));
    }

    @AfterEach
    void removeGroup() {
        if (group != null) {
            Await.until("an empty group", SOON, () -> Files.deleteIfExists(group) || !Files.exists(group));
        }
    }

    private void quota(int micros) throws IOException {
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(micros));
    }

    /** The service puts itself into the group, as a unit of systemd would be put there. */
    private String file() {
        String script = "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"";
        String words = Stream.concat(
                        List.of("sh", "-c", script, "sh").stream(), OriginProgram.command("{port}", "catalog").stream())
                .map(w -> "'" + w.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return """
                services:
                  catalog:
                    instances: {run: {command: [%s], count: 1, user: root}}
                routes:
                  - {match: {path: /**}, to: catalog}
                """.formatted(words);
    }

    @Test
    void isSlowBecauseItsGroupIsThrottled() throws IOException {
        try (var drover = DroverProcess.withRoutes(folder, file())) {
            Await.until(
                    "catalog in service",
                    SOON,
                    () -> drover.service("catalog")
                            .path("instances")
                            .valueStream()
                            .anyMatch(i -> i.path("served").asText().equals("in")),
                    drover::said);
            quota(PERIOD_MICROS / 20);
            try (var load = Load.Plan.get(drover.port(), "/bytes/2000000")
                    .clients(8)
                    .patience(Duration.ofSeconds(60))
                    .start()) {
                var last = new Finished[1];
                String wanted = "catalog is slow because group /" + group.getFileName() + " was throttled";
                Await.until(
                        wanted,
                        Duration.ofSeconds(120),
                        () -> {
                            last[0] = drover.drover("doctor", "--for", "8s");
                            return last[0].out().contains(wanted);
                        },
                        () -> last[0] + drover.said());
                assertEquals(1, last[0].exit(), last[0].toString());
                assertTrue(last[0].out().contains("% of it"), last[0].out());
                quota(-1);
            }
        }
    }
}
