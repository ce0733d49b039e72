package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EmbeddedServerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void startsAgainWhenItStoppedByItself() throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var node = new ZooKeeperRegistry(
                        ZooKeeperRegistry.Settings.of(server.address(), server.secret())
                                .withPatience(SOON),
                        Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            node.apply(new Kv.Put("k", new byte[1], 0));
            var before = server.server();
            before.shutdown();
            Await.until(
                    "another server runs",
                    SOON,
                    () -> server.server() != before && server.server().isRunning());
            assertInstanceOf(Outcome.Done.class, node.apply(new Kv.Put("k", new byte[2], 0)));
        }
    }

    @Test
    void takesAnotherPortIfItsOwnIsTaken() throws Exception {
        String first;
        try (var server = EmbeddedServer.start(folder)) {
            first = server.address();
        }
        int port = Integer.parseInt(Files.readString(folder.resolve("port")).strip());
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var server = EmbeddedServer.start(folder)) {
            assertNotEquals(first, server.address());
        }
    }

    @Test
    void saysWhatIsWrongWithItsFolder() throws Exception {
        Files.writeString(folder.resolve("port"), "x");
        var wrongPort = assertThrows(IOException.class, () -> EmbeddedServer.start(folder));
        assertEquals(
                folder.resolve("port") + ": x (expected: a port number)\n  fix: delete the file",
                wrongPort.getMessage());
    }

    @Test
    void refusesASecretThatIsEmpty() throws Exception {
        Files.writeString(folder.resolve("secret"), "\n");
        var empty = assertThrows(IOException.class, () -> EmbeddedServer.start(folder));
        assertEquals(
                folder.resolve("secret") + " is empty: what the registry holds cannot be opened without it",
                empty.getMessage());
    }

    @Test
    void refusesDataThatItCannotRead() throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var node = new ZooKeeperRegistry(
                        ZooKeeperRegistry.Settings.of(server.address(), server.secret()), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
        }
        try (var files = Files.list(folder.resolve("version-2"))) {
            for (var file : files.toList()) {
                Files.writeString(file, "spoilt");
            }
        }
        var failure = assertThrows(IOException.class, () -> EmbeddedServer.start(folder));
        assertTrue(
                failure.getMessage().startsWith("the registry's data in " + folder + " cannot be read: "),
                failure::getMessage);
    }
}
