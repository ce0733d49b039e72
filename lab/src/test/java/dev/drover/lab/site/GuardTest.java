package dev.drover.lab.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a laboratory leaves that is killed in the middle is undone at once. */
class GuardTest {
    @TempDir
    private Path folder;

    @Test
    void undoesWhatTheNoteSaysOnceNobodyHoldsItsInput() throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Path note = folder.resolve("note");
        Files.write(
                note,
                List.of("1 ?", "echo kill >> " + said, "echo \"it's first\" >> " + said, "echo second >> " + said));
        Guard guard = Guard.start(note);
        guard.abandon();
        assertTrue(guard.awaitEnd(20), "it should have ended");
        assertEquals(
                List.of("kill", "second", "it's first"),
                Files.readAllLines(said).subList(0, 3));
        assertFalse(Files.exists(note));
    }

    @Test
    void leavesANoteAloneThatIsNotItsOwnAnyMore() throws IOException, InterruptedException {
        Path note = folder.resolve("note");
        Files.write(note, List.of("1 ?", "true", "rm " + note));
        Guard guard = Guard.start(note);
        guard.dismiss();
        assertTrue(guard.awaitEnd(20), "it should have ended");
        assertTrue(Files.exists(note));
    }
}
