package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member whose disk runs full while the others have room. */
@Tag("long")
@Timeout(300)
class MemberFullDiskTest {
    private static final int VALUE = 200 << 10;

    @TempDir
    Path folder;

    private final Map<String, Running> members = new LinkedHashMap<>();
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a small disk");
        disk = Files.createDirectory(folder.resolve("c"));
        run("mount", "-t", "tmpfs", "-o", "size=32m", "drover-test", disk.toString());
    }

    @AfterEach
    void unmount() {
        members.values().forEach(Running::close);
        if (disk != null) {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static void run(String... command) {
        var running = Running.of(command).start();
        assertEquals(0, running.awaitExit(Duration.ofSeconds(20)), running::said);
    }

    private String said() {
        return members.values().stream().map(Running::said).reduce("", String::concat);
    }

    private static Kv put(int i) {
        return new Kv.Put("k" + i, new byte[VALUE], 0);
    }

    private static void write(ZooKeeperRegistry node, int i) {
        Await.until("write " + i, SOON, () -> node.apply(put(i)) instanceof Outcome.Done);
    }

    @Test
    void goesWithoutItAndTakesItBack() throws Exception {
        var site = Site.of(folder, 3);
        for (var place : site.places()) {
            var command = MemberProgram.command(site, place.name());
            members.put(place.name(), Running.of(command).start());
        }
        var ensemble = site.client("asker").ensemble();
        try (var node = new ZooKeeperRegistry(
                site.client("node").settings().withPatience(Duration.ofSeconds(5)), Ticker.system())) {
            Await.until("all vote", SOON, () -> ensemble.members().voters().size() == 3, this::said);
            assertTrue(node.awaitCaughtUp(SOON), this::said);
            Path ballast = disk.resolve("ballast");
            long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(ballast, new byte[(int) (free - (5L << 20))]);
            var c = members.get("c");
            int written = 0;
            while (!c.said().contains(" cannot be written: No space left on device")) {
                assertTrue(written < 150, () -> "its disk did not run full: " + said());
                write(node, written++);
            }
            write(node, written++);
            Files.delete(ballast);
            try (var at = site.registryAt("c", Duration.ofSeconds(5))) {
                int last = written - 1;
                Await.until("it has all of it", SOON, () -> {
                    at.consistent();
                    return at.state().key("k" + last) != null;
                });
                for (int i = 0; i <= last; i++) {
                    assertNotNull(at.state().key("k" + i), "k" + i);
                }
            }
        }
    }
}
