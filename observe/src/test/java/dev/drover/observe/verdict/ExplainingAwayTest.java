package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainingAwayTest {
    private final FakeHost host = new FakeHost();
    private final List<Judgement> judgements = new ArrayList<>();

    private static RuleFacts rule(String id, String... explains) {
        return RuleFacts.of(id, 1, Family.CPU, id).explains(explains);
    }

    private static Finding finding(String id, double magnitude, Who... who) {
        return new Finding(
                id, Severity.WARNING, new Confidence(1, "sure"), id, List.of(who), List.of(), Instant.EPOCH, magnitude);
    }

    private ExplainingAwayTest found(RuleFacts rule, Finding finding) {
        judgements.add(new Judgement(rule, new Outcome.Found(finding)));
        return this;
    }

    /** Each cause, with its consequences. */
    private String causes() {
        Processes processes = host.watch(1).now(Processes.GROUP).orElse(new Processes(Map.of()));
        return new ExplainingAway(judgements, Duration.ofSeconds(2), new Concern(processes))
                .causes().stream()
                        .map(c -> c.rule().id()
                                + c.consequences().stream()
                                        .map(one -> one.rule().id())
                                        .toList())
                        .toList()
                        .toString();
    }

    @Test
    void putsAConsequenceBehindItsCause() {
        found(rule("effect"), finding("effect", 0.9)).found(rule("cause", "effect"), finding("cause", 0.5));
        assertEquals("[cause[effect]]", causes());
    }

    @Test
    void doesNotLetATinyCauseExplainAHugeEffect() {
        found(rule("effect"), finding("effect", 0.9)).found(rule("cause", "effect"), finding("cause", 0.2));
        assertEquals("[effect[], cause[]]", causes());
    }

    @Test
    void ordersCausesByTheWorstThatTheyBroughtAbout() {
        found(rule("other"), finding("other", 0.6))
                .found(rule("effect"), finding("effect", 0.9))
                .found(rule("cause", "effect"), finding("cause", 0.5));
        assertEquals("[cause[effect], other[]]", causes());
    }

    @Test
    void explainsWhatIsOfTheSameProcessOnlyWhereARuleSaysSo() {
        RuleFacts own = rule("cause").explainsOwn("effect");
        found(own, finding("cause", 0.9, Who.process("java", 80, "")))
                .found(rule("effect"), finding("effect", 0.5, Who.process("nginx", 90, "")));
        assertEquals("[cause[], effect[]]", causes());
        judgements.clear();
        found(own, finding("cause", 0.9, Who.process("java", 80, "")))
                .found(rule("effect"), finding("effect", 0.5, Who.process("java", 80, "")));
        assertEquals("[cause[effect]]", causes());
    }

    @Test
    void knowsTheProcessesOfAGroup() {
        host.process(80, "java").cgroup("/shop.slice/catalog");
        found(rule("cause").explainsOwn("effect"), finding("cause", 0.9, new Who(Who.Kind.CGROUP, "/shop.slice", "")))
                .found(rule("effect"), finding("effect", 0.5, Who.process("java", 80, "")));
        assertEquals("[cause[effect]]", causes());
    }

    @Test
    void tellsASymptomBehindACauseOnly() {
        found(rule("symptom", "effect"), finding("symptom", 0.9).asSymptom())
                .found(rule("effect"), finding("effect", 0.5));
        assertEquals("[effect[]]", causes());
        found(rule("cause", "symptom"), finding("cause", 0.1));
        assertEquals("[cause[symptom], effect[]]", causes());
    }
}
