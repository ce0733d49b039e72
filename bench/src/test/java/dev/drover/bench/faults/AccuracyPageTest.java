package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page is made of the cases; -Dgolden.update writes the example anew. */
class AccuracyPageTest {
    private static final Path GOLDEN = Path.of("src/test/resources/accuracy.golden");
    private static final Peer NETDATA = MadeUp.peer("Netdata");
    private static final Peer PCP = MadeUp.peer("PCP pmieconf");

    private static final Optional<RunNotes> RUN = Optional.of(new RunNotes(
            7,
            new Frozen("rules-1", "0123456789abcdef", "fedcba9876543210", "00112233445566778899"),
            Instant.parse("2026-05-30T14:05:09Z"),
            "2 cores of a processor, Linux 6.1.0",
            false));

    private static final List<Scored> CASES = List.of(
            MadeUp.ran(
                    "cpu-hog",
                    MadeUp.BADLY,
                    List.of("cpu-run-queue"),
                    Map.of(
                            NETDATA,
                            List.of(MadeUp.raised(NETDATA, "10min_cpu_usage", Level.CRITICAL, true)),
                            PCP,
                            List.of(
                                    MadeUp.raised(PCP, "cpu.context_switch", Level.WARNING, false),
                                    MadeUp.raised(PCP, "cpu.util", Level.WARNING, true)))),
            MadeUp.ran("packet-loss", MadeUp.BADLY, List.of("cpu-run-queue", "tcp-retransmits"), Map.of()),
            MadeUp.ran("packet-loss", MadeUp.WELL, List.of("tcp-retransmits"), Map.of()),
            new Scored(
                    MadeUp.result("udp-overflow", MadeUp.BADLY, List.of("udp-loss"), List.of("udp-loss")),
                    List.of(),
                    Map.of()),
            MadeUp.ran(
                    "idle",
                    MadeUp.WELL,
                    List.of(),
                    Map.of(PCP, List.of(MadeUp.raised(PCP, "cpu.context_switch", Level.WARNING, false)))),
            MadeUp.ran("lock-convoy", MadeUp.BADLY, List.of("scheduler-delay"), Map.of()),
            MadeUp.ran("nice-burner", MadeUp.WELL, List.of("scheduler-delay"), Map.of()),
            new Scored(
                    new Result.Skipped(new Case(Faults.byId("half-busy").orElseThrow(), 1, 1_001), "needs a hammer"),
                    List.of(),
                    Map.of()));

    @Test
    void tellsWhatTheCasesTell() throws IOException {
        String page = new AccuracyPage(CASES, RUN, true, 0).text();
        String actual = page.substring(0, page.indexOf("### Netdata")) + page.substring(page.indexOf("## Again"));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(GOLDEN, actual);
        }
        assertEquals(Files.readString(GOLDEN), actual, "read the difference, then write it anew with -Dgolden.update");
        assertFalse(page.contains("null"), page);
    }

    @Test
    void listsEveryAlertWithHowOftenItWasRaised() {
        String page = new AccuracyPage(CASES, RUN, true, 0).text();
        Peer.ALL.forEach(peer -> peer.alerts()
                .forEach(alert -> assertTrue(page.contains("| [" + alert.name() + "](http"), alert::name)));
        String line = page.lines()
                .filter(l -> l.contains("[cpu.context_switch]"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.endsWith("| 1 |  | 1 |"), line);
    }

    @Test
    void saysWhatIsNotFresh() {
        assertTrue(new AccuracyPage(CASES, Optional.empty(), true, 0).text().contains("may have tuned the rules.**"));
        assertTrue(new AccuracyPage(CASES, RUN, false, 0).text().contains("**The rules have been changed since"));
        assertTrue(new AccuracyPage(CASES, RUN, true, 3).text().contains("**3 cases of the run are not there yet.**"));
    }

    @Test
    void knowsHowFarFewCasesCanBeBelieved() {
        assertEquals("; 95 % interval 72 to 100 %", Figures.interval(10, 10));
        assertEquals("; 95 % interval 86 to 96 %", Figures.interval(88, 95));
        assertEquals("", Figures.interval(0, 0));
    }
}
