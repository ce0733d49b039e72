package dev.drover.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.capture.Content;
import dev.drover.observe.use.Row;
import dev.drover.observe.verdict.Verdict;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Of a host whose CPU does something, and that tells nothing else. */
    private static Moment moment() {
        var time = new FakeTime();
        int[] ticks = {0};
        var pulse = new Pulse(
                path -> path.equals("/proc/stat")
                        ? Content.Text.of(
                                "cpu  " + 100 * ticks[0] + " 0 0 " + 900 * ticks[0]
                                        + "\ncpu0 0 0 0 0\ncpu1 0 0 0 0\nctxt 1\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n")
                        : new Content.Unreadable("Permission denied"),
                Ticker.of(time, time),
                EVERY);
        for (int i = 0; i < 5; i++) {
            ticks[0]++;
            pulse.beat();
            time.advance(EVERY);
        }
        ticks[0]++;
        return pulse.beat().orElseThrow();
    }

    private static List<String> drawn(int width, int height, View view) {
        return new Drawing(width, height, ZoneOffset.UTC, true, true, EVERY)
                .lines(moment(), view).stream().map(AttributedString::toString).toList();
    }

    @Test
    void showsVerdictTableAndTheSelectedRowInFull() {
        List<String> lines = drawn(110, 30, new View());
        String text = String.join("\n", lines);
        assertTrue(lines.getFirst().startsWith("drover top  "), text);
        assertTrue(lines.get(1).startsWith("CANNOT TELL  "), text);
        assertTrue(text.contains("\nRESOURCE "), text);
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("CPUs ") && l.contains("▂▂▂▂▂ 10 % busy")), text);
        assertTrue(text.contains("  saturation   not measurable: /proc/pressure/cpu: Permission denied"), text);
        assertTrue(lines.getLast().startsWith("q quit"), text);
    }

    @Test
    void scrollsToTheSelectedRowAndExplainsItself() {
        var view = new View();
        int rows = moment().rows().size();
        assertTrue(view.press(View.Key.LAST, rows));
        assertTrue(drawn(110, 16, view).stream()
                .anyMatch(l -> l.startsWith(moment().rows().getLast().name())));
        assertTrue(view.press(View.Key.HELP, rows));
        assertTrue(String.join("\n", drawn(130, 30, view)).contains("this help"));
        assertTrue(view.press(View.Key.QUIT, rows), "it closes the help first");
        assertTrue(!view.press(View.Key.QUIT, rows));
    }

    @Test
    void changesTheOrderByKey() {
        var view = new View();
        view.press(View.Key.SORT, 3);
        assertTrue(drawn(200, 20, view).getFirst().contains("fullest first"));
        assertEquals("CPUs", view.sorted(moment().rows()).getFirst().name());
        view.press(View.Key.SORT, 3);
        assertTrue(drawn(200, 20, view).getFirst().contains("trouble first"));
    }

    @Property(tries = 300)
    void fitsInAnyTerminal(
            @ForAll @IntRange(min = 1, max = 250) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(min = 0, max = 60) int selected,
            @ForAll boolean help) {
        var view = new View();
        for (int i = 0; i < selected; i++) {
            view.press(View.Key.DOWN, 60);
        }
        if (help) {
            view.press(View.Key.HELP, 60);
        }
        List<AttributedString> lines =
                new Drawing(width, height, ZoneOffset.UTC, true, false, EVERY).lines(moment(), view);
        assertEquals(height, lines.size());
        lines.forEach(line -> assertTrue(line.columnLength() <= width, line::toString));
    }

    @Test
    void drawsTrailsOfSharesAndOfOtherNumbers() {
        assertEquals("  ▁▅█", Sparkline.of(List.of(0.0, 0.5, 1.0), true, 5, true));
        assertEquals("_#", Sparkline.of(List.of(9.0, 0.0, 300.0), false, 2, false));
        assertEquals(" #", Sparkline.of(List.of(Double.NaN, 3.0), false, 2, false));
        assertEquals("", Sparkline.of(List.of(1.0), true, 0, true));
    }

    @Test
    void tellsEachVerdictInALine() {
        assertEquals("HEALTHY", VerdictLine.of(new Verdict.Healthy()).getFirst().mark());
        assertEquals(
                "a; b",
                VerdictLine.of(new Verdict.HealthyBusy(List.of("a", "b"))).stream()
                        .map(VerdictLine::text)
                        .collect(Collectors.joining()));
    }

    @Test
    void writesNothingThatATerminalObeys() {
        Moment told = moment();
        var evil = new Moment(
                "\u001b]0;x\u0007",
                told.at(),
                told.seconds(),
                told.rows().stream()
                        .map(row -> new Row(
                                row.kind(),
                                "\u001b[2J" + row.name(),
                                row.utilisation(),
                                row.saturation(),
                                row.errors()))
                        .toList(),
                new Verdict.CannotTell(List.of("\u009b31m", "\u001b[8m")),
                told.since(),
                Map.of());
        for (AttributedString line : new Drawing(80, 30, ZoneOffset.UTC, true, true, EVERY).lines(evil, new View())) {
            assertTrue(line.toString().chars().noneMatch(c -> c < ' ' || (c >= 0x7f && c <= 0x9f)), line::toString);
            assertTrue(line.columnLength() <= 80, line::toString);
        }
    }
}
