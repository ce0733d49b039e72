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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor and the recorder on this very host, and what they say of bad input. */
class DoctorTest {
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        var output = new Output(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.toString()));
        return Commands.run(args, NO_NODE, output);
    }

    @Test
    void diagnosesWhatItRecorded() throws IOException {
        String file = folder.resolve("host.drec").toString();
        assertEquals(ExitCode.DONE, run("record", file, "--for", "2s"), err::toString);
        out.getBuffer().setLength(0);
        int code = run("doctor", "--from", file, "--json");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(DiagnosisJson.SCHEMA, json.get("schema").asText());
        assertEquals(3, json.get("samples").asInt());
        assertEquals(2, json.get("seconds").asDouble(), 0.5);
        Map<String, Integer> codes = Map.of("healthy", 0, "busy", 0, "bottleneck", 1, "cannot-tell", 2);
        assertEquals(codes.get(json.get("verdict").asText()), code);
    }

    @Test
    void saysWhatItWatchesThenTheVerdict() {
        assertTrue(Set.of(0, 1, 2).contains(run("doctor", "--for", "1s")), err::toString);
        assertTrue(err.toString().startsWith("watching "), err::toString);
        assertTrue(out.toString().matches("(?s)\\s*(HEALTHY|BOTTLENECK|CANNOT TELL).*"), out::toString);
    }

    @Test
    void explainsARuleWithWhatItSaysNow() {
        assertEquals(ExitCode.DONE, run("doctor", "--for", "1s", "--explain", "cpu-run-queue"));
        assertTrue(out.toString().contains("here and now: "), out::toString);
    }

    @Test
    void explainsARuleToPrograms() throws IOException {
        assertEquals(ExitCode.DONE, run("doctor", "--for", "1s", "--explain", "cpu-run-queue", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(RuleJson.SCHEMA, json.path("schema").asText());
        assertTrue(json.has("fires") && json.has("outcome"), out::toString);
    }

    @Test
    void listsRulesWithoutWatching() {
        assertEquals(ExitCode.DONE, run("doctor", "--rules"));
        assertTrue(out.toString().contains("cfs-throttling"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        refuses("there is no rule nonsense", "doctor", "--explain", "nonsense");
        refuses(
                "there is no such file",
                "doctor",
                "--from",
                folder.resolve("none").toString());
        refuses(
                "this is no recording",
                "doctor",
                "--from",
                Files.writeString(folder.resolve("x"), "text").toString());
        refuses("with --from none is asked", "doctor", "--from", "x.drec", "--data", folder.toString());
        refuses("at most 1h", "doctor", "--for", "2h");
        refuses("--rules lists all rules and does nothing else", "doctor", "--rules", "--json");
        refuses("--rules lists all rules and does nothing else", "doctor", "--rules", "--for", "1s");
        refuses("exists already", "record", folder.resolve("x").toString(), "--for", "1s");
        Files.createDirectories(folder.resolve("export/1/proc"));
        refuses(
                "proc/uptime is missing",
                "doctor",
                "--from",
                folder.resolve("export").toString());
        Files.writeString(folder.resolve("export/1/proc/uptime"), "12.5 20.0\n");
        refuses(
                "it holds 1 moments",
                "doctor",
                "--from",
                folder.resolve("export").toString());
    }

    private void refuses(String words, String... args) {
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.BAD_INPUT, run(args));
        assertTrue(err.toString().contains(words), err::toString);
    }

    @Test
    void readsExportedMoments() throws IOException {
        for (int i = 1; i <= 2; i++) {
            Path proc = Files.createDirectories(folder.resolve("export/" + i + "/proc/pressure"));
            Files.writeString(proc.resolveSibling("uptime"), i * 10 + ".5 20.0\n");
            Files.writeString(
                    proc.resolveSibling("stat"),
                    "cpu  " + i * 990 + " 0 0 " + i * 10 + "\ncpu0 " + i * 990 + " 0 0 " + i * 10 + "\n");
            Path kernel = Files.createDirectories(proc.resolveSibling("sys").resolve("kernel"));
            Files.writeString(kernel.resolve("osrelease"), "6.1\n");
            Files.writeString(kernel.resolve("hostname"), "\u001b]0;x\u0007\n");
            Files.writeString(
                    proc.resolve("cpu"), "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + i * 8_000_000 + "\n");
        }
        assertEquals(
                ExitCode.FAILED,
                run("doctor", "--from", folder.resolve("export").toString()),
                err::toString);
        assertTrue(
                out.toString().contains("CPUs 99 % busy, and somebody waited for one 80 % of the time"), out::toString);
        assertTrue(err.toString().contains("?]0;x?"), err::toString);
        assertTrue((err.toString() + out).chars().noneMatch(c -> c == 7 || c == 27), err::toString);
    }
}
