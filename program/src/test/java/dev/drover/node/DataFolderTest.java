package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Intent;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node keeps in its data folder, for itself alone, and finds again. */
final class DataFolderTest extends NodeScene {
    @Test
    void leavesTheModelBeforeOrAfterWhateverACrashLeft() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", null, null);
        Files.writeString(data.resolve("models/.3.json.unfinished"), "{\"generation\": 3, \"aut");
        restart();
        assertEquals("two", running());
        assertFalse(Files.exists(data.resolve("models/.3.json.unfinished")));
        assertEquals(3, node.control().apply(named("three"), "ada", null, null).generation());
    }

    @Test
    void saysWhichFileIsDamagedInsteadOfRunningAnOlderModel() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", null, null);
        node.close();
        Files.writeString(data.resolve("models/2.json"), "{");
        Unusable damaged = assertThrows(Unusable.class, this::open);
        assertTrue(damaged.getMessage().contains("models/2.json is damaged"), damaged.getMessage());
        Files.delete(data.resolve("models/2.json"));
        open();
        node.resume();
        assertEquals("one", running());
    }

    @Test
    void saysWhichEarlierModelIsDamagedAndGoesOn() throws Exception {
        node.start(named("one"), "ada");
        node.control().apply(named("two"), "ada", null, null);
        node.control().apply(named("three"), "ada", null, null);
        assertEquals(
                List.of("/nowhere/drover.yaml"),
                node.control().history().stream().map(Version::file).distinct().toList());
        Files.writeString(data.resolve("models/1.json"), "{");
        Refused damaged = assertThrows(Refused.class, () -> node.control().rollback(1L, "ada"));
        assertTrue(String.valueOf(damaged.getMessage()).contains("models/1.json is damaged"), damaged::toString);
        assertEquals("three", running());
        node.control().rollback(2L, "ada");
        assertEquals("two", running());
    }

    @Test
    void keepsTheNewestHundred() throws Exception {
        node.start(named("m0"), "ada");
        for (int i = 1; i <= ModelStore.KEPT + 5; i++) {
            node.control().apply(named("m" + i), "ada", null, null);
        }
        assertEquals(ModelStore.KEPT, node.control().history().size());
        try (var files = Files.list(data.resolve("models"))) {
            assertEquals(ModelStore.KEPT, files.count());
        }
    }

    @Test
    void holdsItsDataFolderAlone() {
        Unusable refused = assertThrows(Unusable.class, () -> RunningNode.open(settings(), this::assembly, ticker));
        assertTrue(refused.getMessage().contains("a Drover already runs on the data folder"), refused.getMessage());
        assertTrue(
                refused.getMessage()
                        .contains("process " + ProcessHandle.current().pid()),
                refused.getMessage());
    }

    @Test
    void makesTokensThatOnlyTheOwnerReads() throws Exception {
        node.start(named("one"), "ada");
        node.serveAdmin();
        for (String name :
                List.of("admin.token", "monitor.token", "cluster.secret", "models/1.json", "admin.address")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))),
                    name);
        }
        String token = Files.readString(data.resolve("admin.token"));
        restart();
        node.serveAdmin();
        assertEquals(token, Files.readString(data.resolve("admin.token")), "clients keep their token");
    }

    @Test
    void tellsWhereItListensOnlyWhileItRuns() throws Exception {
        InetSocketAddress at = node.serveAdmin();
        assertEquals("127.0.0.1:" + at.getPort(), DataFolder.announced(data));
        node.close();
        assertNull(DataFolder.announced(data));
        assertTrue(assembly.closed);
    }

    @Test
    void keepsWhatOperatorsWantOverARestart() throws Exception {
        node.start(named("one"), "ada");
        var aim = new Control.Aim("shop", "one");
        assertEquals(1, node.control().intend(aim, Control.Wish.DRAINING, "cli:ada", "new disk"));
        restart();
        await(() -> wish().wish() == Intent.Wish.DRAINING);
        assertEquals("cli:ada", wish().by());
        assertEquals("new disk", wish().reason());
        node.control().intend(aim, Control.Wish.IN_SERVICE, "cli:ada", "");
        restart();
        assertEquals(Intent.Wish.IN_SERVICE, wish().wish());
    }

    /** Its clock ticks once a second; an instance may be up after some milliseconds. */
    @Test
    void keepsThemBeforeItsClockTicks() throws Exception {
        node.start(named("one"), "ada");
        node.control().intend(new Control.Aim("shop", "one"), Control.Wish.DRAINING, "cli:ada", "");
        node.close();
        node = RunningNode.open(settings(), this::assembly, ticker); // without a clock
        node.resume();
        await(() -> wish().wish() == Intent.Wish.DRAINING);
    }

    @Test
    void forgetsWhereANodeListenedThatWasKilled() throws Exception {
        node.close();
        Files.writeString(data.resolve("admin.address"), "127.0.0.1:1\n");
        open();
        assertNull(DataFolder.announced(data));
    }

    private Intent wish() {
        return assembly.board()
                .now()
                .service("shop")
                .orElseThrow()
                .instances()
                .getFirst()
                .intent();
    }

    @Test
    void saysThatTheFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");
        Unusable refused = assertThrows(Unusable.class, () -> DataFolder.open(file));
        assertTrue(refused.getMessage().contains("cannot be used"), refused.getMessage());
        assertTrue(refused.getMessage().contains("fix: "), refused.getMessage());
    }
}
