package dev.drover.observe.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesOutWhatATerminalObeys() {
        assertEquals("?]0;x?", Printable.of("\u001b]0;x\u0007"));
        assertEquals("a?2Jb", Printable.of("a\u009b2Jb"), "the CSI of one character");
        assertEquals("a?b?c", Printable.of("a\rb\nc"));
        assertEquals("safe?txt", Printable.of("safe\u202etxt"), "what turns the direction of writing");
    }

    @Test
    void leavesWordsOfAllLanguages() {
        String words = "naïve Ωμέγα 東京 \ud83d\ude80 a\u00a0b";
        assertEquals(words, Printable.of(words));
        assertEquals("nai", Printable.of("naive", 3));
    }

    @Property(tries = 300)
    void wordsOfACursorAreShownAsTheyAre(@ForAll @Size(max = 60) byte[] bytes) {
        var cursor = new Cursor(bytes);
        while (!cursor.atEnd()) {
            assertTrue(cursor.word().chars().allMatch(c -> Printable.is((char) c)));
            assertTrue(cursor.line().chars().allMatch(c -> Printable.is((char) c)));
            cursor.nextLine();
        }
    }

    @Test
    void boundsAWordThatAHostMakesUp() {
        byte[] bytes = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        assertTrue(new Cursor(bytes).word().length() <= 4096);
    }
}
