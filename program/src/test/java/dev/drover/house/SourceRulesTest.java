package dev.drover.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What source files look like: lengths, package descriptions, words that mark unfinished work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceRulesTest {
    /** Raised by hand, in the change that adds a {@code // HOUSE: why}; lowered likewise. */
    private static final int HOUSE_EXCEPTIONS = 0;

    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_METHOD = 60;

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** Words that must not stand in any file, split here so that this file does not hold them itself. */
    private static final Map<Pattern, String> FORBIDDEN = Map.of(
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"), "unfinished work belongs in an issue",
            Pattern.compile("://(repo1?|registry|deb|packages)\\."),
                    "package registries are named by the machine's settings",
            Pattern.compile("/wo" + "rk/"), "a path of one machine");

    private List<SourceFile> sources = List.of();

    @BeforeAll
    void readSources() throws IOException {
        assertTrue(Files.exists(PROJECT.resolve("check")), "the tests of the program run in the folder program/");
        sources = rooms().stream()
                .flatMap(r -> javaFiles(r.resolve("src")).stream())
                .map(SourceFile::read)
                .toList();
        assertTrue(sources.size() > 30, "found only " + sources.size() + " source files");
    }

    @Test
    void everyRoomIsKnownToTheRules() throws IOException {
        assertEquals(
                Rooms.MAY_USE.keySet().stream().toList(),
                rooms().stream().map(r -> r.getFileName().toString()).toList());
    }

    @Test
    void noFileIsTooLong() {
        assertNone(sources.stream()
                .filter(s -> s.lines().size() > LONGEST_FILE && !s.excusedWhole())
                .map(s -> name(s.path()) + ": " + s.lines().size() + " lines, the stop is " + LONGEST_FILE));
    }

    @Test
    void noMethodIsTooLong() {
        assertNone(SourceFile.methods(sources).entrySet().stream()
                .flatMap(e -> e.getValue().stream()
                        .filter(m -> m.length() > LONGEST_METHOD && !e.getKey().excused(m.from() - 1, m.to()))
                        .map(m -> name(e.getKey().path()) + ":" + m.from() + ": " + m.name() + " has " + m.length()
                                + " lines, the stop is " + LONGEST_METHOD)));
    }

    @Test
    void everyExceptionIsCounted() {
        var where = new TreeMap<String, Long>();
        sources.stream()
                .filter(s -> s.exceptions() > 0
                        && !s.path().startsWith(PROJECT.resolve("program/src/test/java/dev/drover/house")))
                .forEach(s -> where.put(name(s.path()), s.exceptions()));
        assertEquals(
                HOUSE_EXCEPTIONS,
                where.values().stream().mapToLong(Long::longValue).sum(),
                () -> "exceptions: " + where);
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        var main = sources.stream()
                .filter(s -> name(s.path()).contains("src/main/java"))
                .toList();
        var packages = main.stream().map(s -> s.path().getParent()).distinct().toList();
        assertNone(packages.stream()
                .filter(p -> main.stream()
                        .noneMatch(s -> s.path().equals(p.resolve("package-info.java"))
                                && s.lines().contains("@NullMarked")
                                && s.lines().getFirst().startsWith("/**")))
                .map(p -> name(p) + ": package-info.java with a description and @NullMarked is missing"));
    }

    @Test
    void noTestSleeps() {
        assertNone(sources.stream()
                .filter(s -> name(s.path()).contains("src/test/")
                        && s.lines().stream().anyMatch(l -> l.contains("Thread." + "sleep")))
                .map(s -> name(s.path()) + ": wait for a condition, with a limit"));
    }

    @Test
    void noFileHoldsAForbiddenWord() throws IOException {
        assertNone(textFiles().stream().flatMap(SourceRulesTest::forbidden));
    }

    private static Stream<String> forbidden(Path file) {
        var found = new ArrayList<String>();
        var lines = SourceFile.read(file).lines();
        for (int i = 0; i < lines.size(); i++) {
            for (var rule : FORBIDDEN.entrySet()) {
                if (rule.getKey().matcher(lines.get(i)).find()) {
                    found.add(name(file) + ":" + (i + 1) + ": " + lines.get(i).strip() + " (" + rule.getValue() + ")");
                }
            }
        }
        return found.stream();
    }

    private static List<Path> rooms() throws IOException {
        try (var folders = Files.list(PROJECT)) {
            return folders.filter(f -> Files.exists(f.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> javaFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What we write ourselves: sources, scripts, documents; nothing built. */
    private static List<Path> textFiles() throws IOException {
        try (var files = Files.walk(PROJECT)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> Stream.of(PROJECT.relativize(f).toString().split("/"))
                            .noneMatch(p -> p.equals("target") || p.equals(".git") || p.equals("node_modules")))
                    .filter(f -> f.toString()
                            .matches(".*(\\.(java|md|xml|yaml|yml|sh|js|json|service|properties)|/(check|drover|run))"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path path) {
        return PROJECT.relativize(path).toString();
    }

    private static void assertNone(Stream<String> violations) {
        var all = violations.toList();
        assertTrue(all.isEmpty(), () -> all.size() + " found:\n" + String.join("\n", all));
    }
}
