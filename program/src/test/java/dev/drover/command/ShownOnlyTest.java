package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is printed, a terminal obeys nobody but us. */
class ShownOnlyTest {
    private static String printed(boolean colours, String text) {
        var out = new StringWriter();
        var err = new StringWriter();
        var output = new Output(new PrintWriter(out), new PrintWriter(err), colours, ZoneOffset.UTC, Map.of());
        output.out().print(output.bad("red") + text);
        output.out().flush();
        output.err().print(output.bad("red") + text);
        output.err().flush();
        assertEquals(out.toString(), err.toString());
        return out.toString();
    }

    @Test
    void passesNothingThatATerminalObeys() {
        assertEquals("red?]0;x?", printed(false, "\u001b]0;x\u0007"));
        assertEquals("\u001b[31mred\u001b[0m?]0;x?", printed(true, "\u001b]0;x\u0007"));
        assertEquals("\u001b[31mred\u001b[0m?[2J?", printed(true, "\u001b[2J\u009b"));
        assertEquals("\u001b[31mred\u001b[0ma?b", printed(true, "a\rb"));
        assertEquals("\u001b[31mred\u001b[0mx", printed(true, "\u001b[8mx"), "hides what follows");
        assertEquals("redx", printed(false, "\u001b[1;31mx\u001b[m"), "without colours nobody has any");
    }

    @Test
    void passesLinesTabsAndWords() {
        assertEquals("red a\tb\nc\r\nd 東京 \ud83d\ude80", printed(false, " a\tb\nc\r\nd 東京 \ud83d\ude80"));
    }

    @Test
    void tellsThatNobodyReadsAnyMore() {
        var closed = new PrintWriter(Writer.nullWriter());
        closed.close();
        var output = new Output(closed, closed, false, ZoneOffset.UTC, Map.of());
        output.out().println("x");
        assertTrue(output.out().checkError());
    }
}
