package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Portraits of processes of this very host, and what is said of bad input. */
class ShowProcessTest {
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        var output =
                new Output(new PrintWriter(out, true), new PrintWriter(err, true), false, ZoneOffset.UTC, Map.of());
        return Commands.run(args, NO_NODE, output);
    }

    @Test
    void showsThisVeryProcess() {
        assertEquals(
                ExitCode.DONE, run("proc", Long.toString(ProcessHandle.current().pid())), err::toString);
        for (String part :
                new String[] {"\n  * ", "\nmemory  ", "\nthreads  ", "\nfiles  ", "\nlimits", "\nfamily  "}) {
            assertTrue(out.toString().contains(part), () -> part + " in " + out);
        }
    }

    @Test
    void printsItAsJson() throws IOException {
        assertEquals(
                ExitCode.DONE, run("proc", Long.toString(ProcessHandle.current().pid()), "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(ProcessJson.SCHEMA, json.get("schema").asText());
        assertEquals(3, json.get("remarks").size());
        assertTrue(json.get("threads").size() > 3, out::toString);
        assertTrue(json.get("memory").get("resident").asLong() > 1 << 20, out::toString);
    }

    @Test
    void showsWhatItSawOfAProcessThatEnds() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            Thread watching = Thread.currentThread();
            var ending = Thread.ofPlatform().start(() -> {
                Await.until("it was looked at", Duration.ofSeconds(60), () -> pauses(watching));
                sleeper.destroyForcibly();
            });
            assertEquals(ExitCode.FAILED, run("proc", Long.toString(sleeper.pid()), "--for", "90s"));
            assertTrue(out.toString().contains("It ended while it was watched"), out::toString);
            assertTrue(out.toString().startsWith("sleep, process "), out::toString);
            ending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    /** Between two looks. */
    private static boolean pauses(Thread watching) {
        StackTraceElement[] frames = watching.getStackTrace();
        return IntStream.range(1, frames.length)
                .anyMatch(i -> frames[i].getClassName().equals(ShowProcess.class.getName())
                        && frames[i - 1].getMethodName().equals("sleep"));
    }

    @Test
    void refusesWhatIsNoProcess() {
        assertEquals(ExitCode.REFUSED, run("proc", "2000000000"));
        assertTrue(err.toString().contains("there is no process 2000000000"), err::toString);
        assertEquals(ExitCode.BAD_INPUT, run("proc", "0"));
        assertEquals(ExitCode.BAD_INPUT, run("proc", "nginx"));
        assertEquals(ExitCode.BAD_INPUT, run("proc", "1", "--for", "2h"));
        assertEquals(ExitCode.BAD_INPUT, run("proc"));
    }
}
