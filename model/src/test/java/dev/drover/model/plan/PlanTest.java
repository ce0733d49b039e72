package dev.drover.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.testkit.Golden;
import java.nio.file.Path;
import java.util.stream.Stream;
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

    private static Model model(String text) {
        Read read = ModelReader.read("drover.yaml", text, Path.of("/etc/drover"));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }
}
