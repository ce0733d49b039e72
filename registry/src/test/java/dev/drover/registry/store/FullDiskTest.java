package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that runs full under the registry, and has room again later. */
@Timeout(120)
class FullDiskTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VALUE = 200 << 10;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a small disk");
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=24m", "drover-test", disk.toString());
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static void run(String... command) {
        var running = Running.of(command).start();
        assertEquals(0, running.awaitExit(Duration.ofSeconds(20)), running::said);
    }

    @Test
    void isToldOnceAndLosesNothingThatWasAnswered() throws Exception {
        var ballast = disk.resolve("ballast");
        int answered = 0;
        try (var server = EmbeddedServer.start(disk.resolve("registry"));
                var node =
                        new ZooKeeperRegistry(server.settings().withPatience(Duration.ofSeconds(2)), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            fill(ballast);
            answered = write(node, server);
            assertTrue(isFull(server), "it says so");
            Files.delete(ballast);
            int next = answered;
            Await.until("it writes again", SOON, () -> node.apply(put(next)) instanceof Outcome.Done);
            answered++;
        }
        try (var server = EmbeddedServer.start(disk.resolve("registry"));
                var node = new ZooKeeperRegistry(server.settings(), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            for (int i = 0; i < answered; i++) {
                assertNotNull(node.state().key("k" + i), "k" + i);
            }
            assertInstanceOf(Outcome.Done.class, node.apply(put(answered)));
        }
    }

    private static Kv put(int i) {
        return new Kv.Put("k" + i, new byte[VALUE], 0);
    }

    /** Writes until nothing can be written any more, since the disk is full and not since it is slow; how many were. */
    private static int write(ZooKeeperRegistry node, EmbeddedServer server) throws InterruptedException {
        int written = 0;
        while (written < 500) {
            try {
                assertInstanceOf(Outcome.Done.class, node.apply(put(written)));
                written++;
            } catch (Unavailable e) {
                if (isFull(server)) {
                    return written;
                }
            }
        }
        throw new AssertionError("the disk did not run full");
    }

    private static boolean isFull(EmbeddedServer server) {
        return server.trouble().orElse("").contains(" cannot be written: No space left on device");
    }

    /** Leaves a few megabytes. */
    private static void fill(Path ballast) throws IOException {
        long free = Files.getFileStore(ballast.getParent()).getUsableSpace();
        Files.write(ballast, new byte[(int) (free - (5L << 20))]);
    }
}
