package dev.drover.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md draws the arrows that the rules enforce, decisions are listed, and pages link to pages that exist. */
class ArchitecturePageTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROOM = Pattern.compile("^\\| `([a-z]+)/` \\|.*\\| ([a-z –]+) \\|$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void drawsTheArrowsThatTheRulesEnforce() throws IOException {
        var drawn = new TreeMap<String, List<String>>();
        for (String line : Files.readAllLines(PROJECT.resolve("ARCHITECTURE.md"))) {
            var m = ROOM.matcher(line);
            if (m.matches()) {
                drawn.put(
                        m.group(1),
                        m.group(2).equals("–") ? List.of() : List.of(m.group(2).split(" ")));
            }
        }
        assertEquals(Rooms.MAY_USE, drawn);
    }

    /** By number and title. */
    @Test
    void everyDecisionIsListed() throws IOException {
        Path folder = PROJECT.resolve("docs/decisions");
        try (var all = Files.list(folder)) {
            List<String> titles = all.filter(p -> p.getFileName().toString().matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .map(p -> listed(
                            p.getFileName().toString(),
                            SourceFile.read(p).lines().getFirst()))
                    .toList();
            List<String> list = Files.readAllLines(folder.resolve("README.md")).stream()
                    .filter(line -> line.startsWith("- "))
                    .toList();
            assertEquals(titles, list);
        }
    }

    private static String listed(String file, String title) {
        String number = file.substring(0, 4);
        assertTrue(title.startsWith("# " + number + ": "), () -> file + " begins with " + title);
        return "- [" + number + "](" + file + "): " + title.substring(("# " + number + ": ").length());
    }

    @Test
    void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
        try (var all = Files.walk(PROJECT)) {
            var pages = all.filter(p -> p.toString().endsWith(".md"))
                    .filter(p -> !PROJECT.relativize(p).toString().contains("target/"))
                    .toList();
            var broken = pages.stream().flatMap(ArchitecturePageTest::broken).toList();
            assertTrue(broken.isEmpty(), broken::toString);
        }
    }

    private static Stream<String> broken(Path page) {
        return LINK.matcher(String.join("\n", SourceFile.read(page).lines()))
                .results()
                .map(m -> m.group(1))
                .filter(link -> !Files.exists(page.resolveSibling(link)))
                .map(link -> PROJECT.relativize(page) + " links to " + link);
    }
}
