package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tag freezes the rules and the faults; whatever differs from it is not scored as fresh. */
class FrozenTest {
    @TempDir
    private Path project;

    @BeforeEach
    void makeAProject() throws IOException, InterruptedException {
        write("observe/src/main/Rule.java", "rule");
        write("lab/src/main/Fault.java", "fault");
        git("init", "-q");
        commit("first");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(project.resolve(file).getParent());
        Files.writeString(project.resolve(file), text);
    }

    private String git(String... words) throws IOException, InterruptedException {
        return new Git(project).ask(words).orElseThrow(() -> new AssertionError("git " + String.join(" ", words)));
    }

    private void commit(String why) throws IOException, InterruptedException {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", why);
    }

    private String refused() {
        return String.valueOf(assertThrows(Unusable.class, () -> Frozen.check(project, Optional.empty()))
                .getMessage());
    }

    @Test
    void refusesWithoutATag() {
        assertTrue(refused().contains("there is no tag rules-N\n  fix: git tag"), this::refused);
    }

    @Test
    void takesTheNewestTagAndTheHashesThatGitTells() throws Exception {
        git("tag", "rules-9");
        git("tag", "rules-10");
        Frozen frozen = Frozen.check(project, Optional.empty());
        assertEquals("rules-10", frozen.tag());
        assertEquals(git("rev-parse", "rules-10:observe/src/main"), frozen.rules());
        assertEquals("rules-9", Frozen.check(project, Optional.of("rules-9")).tag());
    }

    @Test
    void refusesRulesThatWereChangedWhetherCommittedOrNot() throws Exception {
        git("tag", "rules-1");
        Frozen frozen = Frozen.check(project, Optional.empty());
        write("observe/src/main/Rule.java", "another");
        assertTrue(refused().contains("observe/src/main is not what tag rules-1 froze"), this::refused);
        assertFalse(frozen.rulesHold(project));
        commit("tune");
        assertTrue(refused().contains("observe/src/main is not what tag rules-1 froze"), this::refused);
        git("tag", "rules-2");
        assertEquals("rules-2", Frozen.check(project, Optional.empty()).tag());
    }

    @Test
    void refusesANewFileAndAChangedFault() throws Exception {
        git("tag", "rules-1");
        write("observe/src/main/Another.java", "rule");
        assertTrue(refused().contains("observe/src/main is not"), this::refused);
        Files.delete(project.resolve("observe/src/main/Another.java"));
        write("lab/src/main/Fault.java", "weaker");
        assertTrue(refused().contains("lab/src/main is not"), this::refused);
    }

    @Test
    void doesNotMindOtherFiles() throws Exception {
        git("tag", "rules-1");
        write("docs/accuracy.md", "# Accuracy");
        assertTrue(Frozen.check(project, Optional.empty()).rulesHold(project));
    }

    @Test
    void notesARunAndReadsItAgain() throws Exception {
        git("tag", "rules-1");
        var notes = new RunNotes(
                7,
                Frozen.check(project, Optional.empty()),
                Instant.parse("2026-05-30T14:05:09Z"),
                "2 cores of A\\B: odd",
                true);
        notes.write(project);
        assertEquals(Optional.of(notes), RunNotes.read(project));
        Files.writeString(project.resolve("run.properties"), "seed = many\n");
        assertTrue(String.valueOf(assertThrows(Unusable.class, () -> RunNotes.read(project))
                        .getMessage())
                .contains("many"));
    }
}
