package dev.drover.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.testkit.Golden;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PlanTest {
    private static final String SMALL = """
            listen: {web: {protocol: http, address: "*:8080"}}
            services: {a: {instances: {addresses: [10.0.0.1:80]}}}
            routes: [{match: {path: /**}, to: a}]
            """;

    /** Files in {@code plans/}: what runs, a line {@code == wanted}, what is wanted, and the plan. */
    @TestFactory
    Stream<DynamicTest> saysWhatWouldChange() {
        Path folder = Path.of("src/test/resources/plans");
        return Golden.below(folder).stream()
                .map(golden -> DynamicTest.dynamicTest(
                        folder.relativize(golden.file()).toString(),
                        () -> golden.verify(plan(golden.input()).text())));
    }

    private static Plan plan(String input) {
        String[] both = input.split("== wanted\n", -1);
        Model now = both[0].isBlank() ? Model.empty() : model(both[0]);
        return Plan.between(now, model(both[1]));
    }

    @Test
    void isEmptyForTheSameDeclaredInAnotherPlace() {
        Plan plan = Plan.between(model(SMALL), model("# moved\n\n" + SMALL));
        assertTrue(plan.isEmpty());
        assertTrue(plan.text().startsWith("nothing changes\n"));
    }

    private static Model fleet(int from, int to) {
        String addresses =
                IntStream.range(from, to).mapToObj(i -> "10.0.1." + i + ":80").collect(Collectors.joining(", "));
        return model(SMALL.replace("10.0.0.1:80", addresses).replace("]}}}", "]}, health: {fall: " + to + "}}}"));
    }

    @Test
    void countsTheInstancesOfALargeChangeAndListsAFew() {
        Plan plan = Plan.between(fleet(1, 31), fleet(16, 61));
        assertEquals(1 + 15 + 30, plan.differences().getFirst().changes().size());
        List<String> lines = plan.text().lines().toList();
        assertEquals(
                10, lines.stream().filter(l -> l.contains("instances.10.0.1.")).count(), plan.text());
        assertTrue(lines.contains("    ~ health.fall: 31 -> 61"), plan.text());
        String rest = lines.stream()
                .filter(l -> l.contains("and more instances"))
                .findFirst()
                .orElse("");
        assertTrue(
                rest.matches(
                        "      and more instances: [0-9]+ added, [0-9]+ removed \\(drover plan --json names each\\)"),
                rest);
        String added = Plan.between(Model.empty(), fleet(1, 31)).text();
        assertTrue(added.contains("      and more instances: 20 added (drover plan --json names each)\n"), added);
        String few = Plan.between(fleet(1, 11), fleet(11, 21)).text();
        assertFalse(few.contains("and more instances"), few);
    }

    @Test
    void printsNoSecretThatChanges() {
        String with = SMALL.replace(
                "{addresses: [10.0.0.1:80]}",
                "{run: {command: [a, \"{port}\"], environment: {DB_PASSWORD: hunter2, LOG: info}}}");
        Plan plan = Plan.between(
                model(with), model(with.replace("hunter2", "swordfish").replace("info", "debug")));
        assertFalse(plan.toString().contains("hunter2") || plan.toString().contains("swordfish"));
        assertTrue(plan.text().contains("~ instances.run.environment.DB_PASSWORD: (hidden) -> (hidden)"), plan.text());
        assertTrue(plan.text().contains("~ instances.run.environment.LOG: info -> debug"), plan.text());
    }

    @Test
    void budgetIsTheSumItSaysItIs() {
        String text = SMALL.replace("80]}", "80]}, health: {interval: 10s, timeout: 2500ms, fall: 2, jitter: 20%}");
        FailoverBudget budget =
                Plan.between(Model.empty(), model(text)).budgets().getFirst();
        assertEquals(2 * 10 * 1.2 + 2.5, budget.detectionSeconds(), 1e-9);
        assertEquals(
                "fall 2 x interval 10s x 1.2 jitter + timeout 2500ms + propagation 0.1s = 26.6s", budget.arithmetic());
        assertTrue(budget.isBounded());
    }

    @Test
    void budgetWithoutCheckIsUnbounded() {
        String text = SMALL.replace("80]}", "80]}, health: {check: none, evidence: off}");
        Plan plan = Plan.between(Model.empty(), model(text));
        assertFalse(plan.budgets().getFirst().isBounded());
        assertTrue(plan.notes().getFirst().contains("a dead instance is never taken out"));
    }

    /** Whatever differs is told: no key is left out of the comparison. */
    @Property(tries = 400, seed = "4711")
    void isEmptyExactlyForEqualModels(@ForAll("pairs") List<String> pair) {
        if (read(pair.getFirst()) instanceof Read.Sound one && read(pair.getLast()) instanceof Read.Sound other) {
            Plan plan = Plan.between(one.model(), other.model());
            assertEquals(one.model().equals(other.model()), plan.isEmpty(), pair.toString());
            for (Difference difference : plan.differences()) {
                boolean told = difference.kind() != Difference.Kind.CHANGED
                        || !difference.changes().isEmpty();
                assertTrue(told, difference + " of " + pair);
            }
        }
    }

    /** A sound file, and the same one with a word put for another of its kind. */
    @Provide
    Arbitrary<List<String>> pairs() {
        List<String> files = Golden.below(Path.of("src/test/resources/golden/sound")).stream()
                .map(Golden::input)
                .filter(f -> !f.contains("\n== ") && !words(f).isEmpty())
                .toList();
        Arbitrary<String> values = Arbitraries.of(
                "7", "9", "42", "7s", "3m", "250ms", "7%", "77%", "off", "/z", "/z/**", "z.example", "X-Z");
        return Arbitraries.of(files)
                .flatMap(file -> Combinators.combine(Arbitraries.of(words(file)), values)
                        .as((word, value) -> List.of(file, file.replaceFirst(Pattern.quote(word), value))));
    }

    private static List<String> words(String file) {
        return Stream.of(file.split("[ ,:{}\\[\\]\n\"]+", -1))
                .filter(w -> !w.isEmpty()
                        && (Character.isDigit(w.charAt(0)) || w.contains(".") || w.contains("/") || w.startsWith("X-")))
                .distinct()
                .toList();
    }

    @Test
    void tellsEveryKeyOfAService() {
        Model now = model(FULL);
        String[][] pairs = {
            {"weight: 3", "weight: 4"},
            {"path: /healthz", "path: /other"},
            {"status: 200-299", "status: 200"},
            {"body: ok", "body: fine"},
            {"host: catalog.local", "host: c.local"},
            {"env: KEY", "env: KEY2"},
            {"port: 9000", "port: 9001"},
            {"interval: 2s", "interval: 3s"},
            {"timeout: 1s", "timeout: 500ms"},
            {"fall: 3", "fall: 4"},
            {"rise: 2", "rise: 3"},
            {"jitter: 10%", "jitter: 11%"},
            {"changes: 4", "changes: 5"},
            {"window: 5m", "window: 6m"},
            {"hold-down: 60s", "hold-down: 61s"},
            {"failures: 5", "failures: 6"},
            {"eject: 10s", "eject: 11s"},
            {"eject-at-most: 5m", "eject-at-most: 6m"},
            {"success-rate: 30%", "success-rate: 31%"},
            {"requests: 50", "requests: 51"},
            {"window: 10s", "window: 11s"},
            {"remove-at-most: 50%", "remove-at-most: 51%"},
            {"all-down: serve-all", "all-down: {respond: {}}"},
            {"header: X-User", "header: X-Other"},
            {"concurrency: 200", "concurrency: 201"},
            {"limit: 1024", "limit: 1025"},
            {"timeout: 2s", "timeout: 3s"},
            {"connections: 256", "connections: 257"},
            {"connect: 1s", "connect: 2s"},
            {"head: 30s", "head: 31s"},
            {"idle: 60s", "idle: 61s"},
            {"total: 2m", "total: 3m"},
            {"attempts: 2", "attempts: 3"},
            {"503, 504]", "503]"},
            {"budget: 20%", "budget: 21%"},
            {"slow-start: 30s", "slow-start: 31s"},
            {"authority: ca.pem", "authority: cb.pem"},
            {"name: backend.example.com", "name: b.example.com"},
            {"count: 2", "count: 3"},
            {"directory: .", "directory: x"},
            {"user: shop", "user: other"},
            {"start: 30s", "start: 31s"},
            {"stop: 10s", "stop: 11s"},
            {"LOG: debug", "LOG: info"},
            {"env: T", "env: T2"},
            {"Orders.java", "Other.java"}
        };
        for (String[] pair : pairs) {
            assertTrue(FULL.contains(pair[0]), pair[0]);
            Plan plan = Plan.between(now, model(FULL.replace(pair[0], pair[1])));
            assertFalse(plan.isEmpty(), pair[0]);
            assertFalse(plan.differences().getFirst().changes().isEmpty(), pair[0]);
        }
    }

    private static final String FULL = full();

    private static String full() {
        return Golden.below(Path.of("src/test/resources/golden/sound")).stream()
                .filter(g -> g.file().endsWith("every-key.yaml"))
                .findFirst()
                .orElseThrow()
                .input()
                .replaceFirst("include.*\n", "")
                .replaceFirst("== team/a.yaml\nservices:\n(?s).*", "")
                .replace(", catalog-next: 5", "");
    }

    private static Read read(String text) {
        return ModelReader.read("drover.yaml", text, Path.of("/etc/drover"));
    }

    /** A line {@code == NAME} begins another file. */
    private static SequencedMap<String, String> texts(String text) {
        var texts = new LinkedHashMap<String, String>();
        String[] parts = ("== drover.yaml\n" + text).split("(?m)^== ", -1);
        for (String part : List.of(parts).subList(1, parts.length)) {
            int end = part.indexOf('\n');
            texts.put(part.substring(0, end), part.substring(end + 1));
        }
        return texts;
    }

    private static Model model(String text) {
        Read read = ModelReader.read(new Sources(Path.of("/etc/drover"), texts(text)));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }
}
