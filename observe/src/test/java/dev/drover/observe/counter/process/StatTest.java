package dev.drover.observe.counter.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatTest {
    private static String command(String told) {
        String line = "7 (" + told + ") S 1" + " 0".repeat(48) + "\n";
        return Stat.parse(line.getBytes(StandardCharsets.UTF_8))
                .map(Stat::command)
                .orElse("none");
    }

    @Test
    void takesAnyCommand() {
        assertEquals("a) R (b", command("a) R (b"));
        assertEquals("?]0;x?", command("\u001b]0;x\u0007"));
    }

    @Test
    void boundsACommandThatAHostMakesUp() {
        assertEquals("x".repeat(Stat.LONGEST_NAME), command("x".repeat(100_000)));
    }
}
