package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.Result;
import dev.drover.lab.victim.Felt;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the laboratory's command refuses, lists and prints; nothing is injected here. */
class LabFaultsTest {
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

    private int run(String... args) {
        return Commands.run(args, NO_NODE, output);
    }

    @Test
    void listsFaultsWithWhatIsRight() {
        assertEquals(ExitCode.DONE, run("lab", "faults", "--list"), err::toString);
        assertTrue(out.toString().contains("disk-ceiling"), out::toString);
        assertTrue(out.toString().contains("nothing (a control)"), out::toString);
    }

    @Test
    void refusesWhatHasNoMeaningForAList() {
        for (String option : List.of("--json", "--machine", "--keep=x", "--seed=2", "--intensity=3")) {
            assertEquals(ExitCode.BAD_INPUT, run("lab", "faults", "--list", option));
            String name = option.replaceFirst("=.*", "");
            assertTrue(err.toString().contains("--list runs nothing, and " + name + " has no meaning"), err::toString);
        }
        assertEquals("", out.toString());
    }

    @Test
    void listsOneFamilyOnly() {
        assertEquals(ExitCode.DONE, run("lab", "faults", "--list", "--family", "network"), err::toString);
        assertTrue(out.toString().contains("packet-loss") && !out.toString().contains("cpu-hog"), out::toString);
    }

    @Test
    void refusesAFaultThatIsNotThere() {
        assertEquals(ExitCode.BAD_INPUT, run("lab", "faults", "--only", "gremlins"));
        assertTrue(err.toString().contains("there is no fault gremlins\n  fix: "), err::toString);
    }

    @Test
    void refusesAnIntensityThatIsNone() {
        assertEquals(ExitCode.BAD_INPUT, run("lab", "faults", "--only", "idle", "--intensity", "4"));
        assertTrue(err.toString().contains("--intensity 4 (expected: 1, 2 or 3)"), err::toString);
    }

    @Test
    void saysWhatItIsFor() {
        assertEquals(ExitCode.BAD_INPUT, run("lab"));
        assertTrue(err.toString().contains("(expected: faults or score)"), err::toString);
    }

    @Test
    void printsTheScoreForPeopleAndPrograms() throws IOException {
        var healthy = new Diagnosis(new Verdict.Healthy(), List.of());
        var idle = new Case(Faults.byId("idle").orElseThrow(), 1, 1);
        List<Result> results = List.of(
                new Result.Ran(
                        idle,
                        List.of(),
                        new Felt(250, 0, 1, 5),
                        new Felt(500, 0, 1, 6),
                        List.of(),
                        healthy,
                        true,
                        OptionalInt.of(1)),
                new Result.Skipped(idle, "needs a hammer"));
        var words = new LabWords(output);
        assertTrue(words.score(results).contains("controls: 1 count, 0 false verdicts"), () -> words.score(results));
        assertTrue(words.table(results).text().contains("not run: needs a hammer"));
        JsonNode json = new ObjectMapper().valueToTree(LabJson.of(results));
        assertEquals(1, json.at("/cases/0/rank").asInt());
        assertEquals("needs a hammer", json.at("/cases/1/skipped").asText());
        assertEquals(1, json.at("/score/controls").asInt());
    }
}
