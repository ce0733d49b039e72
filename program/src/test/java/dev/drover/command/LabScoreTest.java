package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept cases, judged again. */
class LabScoreTest {
    private static final String KEPT = "../lab/src/test/cases";
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Output output =
            new Output(new PrintWriter(out, true), new PrintWriter(err, true), false, ZoneOffset.UTC, Map.of());

    @TempDir
    private Path folder;

    private int run(String... args) {
        return Commands.run(args, NO_NODE, output);
    }

    @Test
    void scoresKeptCasesInTheWordsOfARun() {
        assertEquals(ExitCode.DONE, run("lab", "score", KEPT), err::toString);
        assertTrue(out.toString().contains("THE DOCTOR SAYS"), out::toString);
        assertTrue(out.toString().contains("cpu-hog"), out::toString);
        assertTrue(out.toString().contains(" count; right first "), out::toString);
    }

    @Test
    void scoresKeptCasesInTheJsonOfARun() throws IOException {
        assertEquals(ExitCode.DONE, run("lab", "score", KEPT, "--json"), err::toString);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("drover.lab.faults/1", json.at("/schema").asText());
        for (JsonNode one : json.at("/cases")) {
            assertEquals(1, one.at("/rank").asInt(), one::toString);
        }
        assertTrue(json.at("/cases").size() > 3, out::toString);
    }

    @Test
    void saysWhereACaseIsWrong() throws IOException {
        Files.writeString(folder.resolve("idle-1-1.case"), "drover case 1\nfault: idle\nintensity: 9\n");
        assertEquals(ExitCode.BAD_INPUT, run("lab", "score", folder.toString()));
        assertTrue(err.toString().contains("idle-1-1.case:3:12: intensity: 9 (expected: 1, 2 or 3)"), err::toString);
        assertTrue(err.toString().contains("seed: missing"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void refusesWhatIsNoFolderOfCases() {
        assertEquals(ExitCode.BAD_INPUT, run("lab", "score", folder.toString()));
        assertTrue(err.toString().contains("no case is kept here\n  fix: "), err::toString);
        assertEquals(
                ExitCode.BAD_INPUT, run("lab", "score", folder.resolve("none").toString()));
        assertTrue(err.toString().contains("is no folder\n  fix: "), err::toString);
    }
}
