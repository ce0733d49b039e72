package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class AppendedTest {
    private final Appended appended = new Appended();

    private void append(long number) {
        appended.put(appended.begin(), new Position(3, number), new byte[] {(byte) number});
        appended.end();
    }

    @Test
    void givesEachEntryOnceAndForgetsThoseBefore() {
        append(1);
        append(2);
        append(4);
        assertNull(appended.take(new Position(2, 4)), "of another segment");
        assertArrayEquals(new byte[] {2}, appended.take(new Position(3, 2)));
        assertNull(appended.take(new Position(3, 2)));
        assertNull(appended.take(new Position(3, 1)), "it lies before one that was applied");
        assertNull(appended.take(new Position(3, 3)), "another node's");
        assertArrayEquals(new byte[] {4}, appended.take(new Position(3, 4)));
    }

    @Test
    void knowsNothingOfWhatWasAppendedByAnEarlierConnection() {
        append(1);
        long before = appended.begin();
        appended.forget();
        appended.put(before, new Position(3, 2), new byte[1]);
        appended.end();
        assertNull(appended.take(new Position(3, 1)));
        assertNull(appended.take(new Position(3, 2)));
        append(3);
        assertArrayEquals(new byte[] {3}, appended.take(new Position(3, 3)));
    }

    @Test
    void holdsFewWhoeverIsSlow() {
        for (int i = 0; i < 1_000; i++) {
            append(i);
        }
        int known = 0;
        for (int i = 0; i < 1_000; i++) {
            known += appended.take(new Position(3, i)) == null ? 0 : 1;
        }
        assertTrue(known > 0 && known <= 16, known + " were held");
    }

    @Test
    void saysWhileAnAppendIsUnderWay() {
        assertFalse(appended.isUnderWay());
        var _ = appended.begin();
        assertTrue(appended.isUnderWay());
        appended.end();
        assertFalse(appended.isUnderWay());
    }

    @Test
    void sparesReadingBackWhatWasWritten(@TempDir Path folder) throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var node = new ZooKeeperRegistry(
                        ZooKeeperRegistry.Settings.of(server.address(), server.secret()), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(Duration.ofSeconds(30)));
            node.apply(new Command.Nothing());
            long before = server.server().serverStats().getPacketsReceived();
            for (int i = 0; i < 200; i++) {
                node.apply(new Command.Nothing());
            }
            long asked = server.server().serverStats().getPacketsReceived() - before;
            assertTrue(asked >= 200 && asked < 300, asked + " requests for 200 writes");
        }
    }
}
