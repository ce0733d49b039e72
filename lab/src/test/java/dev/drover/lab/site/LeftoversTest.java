package dev.drover.lab.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run left is undone by the next, in the right order, and nobody else's is touched. */
class LeftoversTest {
    private static final String GONE = "2 1970-01-01T00:00:00Z";

    @TempDir
    private Path folder;

    @Test
    void undoesWhatADeadRunLeftLastThingsFirst() throws IOException, InterruptedException {
        Path notes = Files.createDirectory(folder.resolve("notes"));
        Path said = folder.resolve("said");
        Files.write(
                notes.resolve("dead"),
                List.of(GONE, "echo kill >> " + said, "echo first >> " + said, "echo second >> " + said));
        Leftovers.clean(notes);
        assertEquals(List.of("kill", "second", "first"), Files.readAllLines(said));
        assertFalse(Files.exists(notes.resolve("dead")));
    }

    @Test
    void leavesARunAloneThatLives() throws IOException, InterruptedException {
        Path notes = Files.createDirectory(folder.resolve("notes"));
        Path said = folder.resolve("said");
        Files.write(notes.resolve("alive"), List.of(Leftovers.owner(), "true", "echo no >> " + said));
        Leftovers.clean(notes);
        assertTrue(Files.exists(notes.resolve("alive")));
        assertFalse(Files.exists(said));
    }

    @Test
    void goesOnWhenOneThingCannotBeUndoneAndSaysSo() {
        Path said = folder.resolve("said");
        var failed = assertThrows(
                IOException.class,
                () -> Leftovers.undo("true", List.of("echo first >> " + said, "echo stuck; exit 1")));
        assertTrue(failed.getMessage().contains("stuck"), failed::getMessage);
        assertTrue(Files.exists(said));
    }
}
