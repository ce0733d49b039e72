package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** {@code doctor --watch} of this very host: the first verdict after some seconds, then silence until it changes, until Ctrl-C. */
class VigilTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tellsTheFirstVerdictAndEndsWhenItIsInterrupted() throws InterruptedException {
        var output =
                new Output(new PrintWriter(out, true), new PrintWriter(err, true), false, ZoneOffset.UTC, Map.of());
        var ended = new AtomicReference<String>("");
        Thread watching = Thread.ofPlatform().daemon().start(() -> {
            try {
                ended.set("with " + new Vigil(output).keep());
            } catch (InterruptedException e) {
                ended.set("interrupted");
            }
        });
        Await.until(
                "the first verdict",
                Duration.ofSeconds(30),
                () -> out.toString().endsWith("\n"));
        assertTrue(err.toString().matches("watching .+ until Ctrl-C \\.\\.\\.\n"), err::toString);
        String first = out.toString().lines().findFirst().orElseThrow();
        assertTrue(
                first.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  (HEALTHY|BOTTLENECK|CANNOT TELL).*"), first);
        watching.interrupt();
        watching.join(Duration.ofSeconds(10));
        assertFalse(watching.isAlive());
        assertEquals("interrupted", ended.get());
    }
}
