package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private final FakeHost host = new FakeHost();

    private Verdict verdict() {
        return Diagnosis.of(host.watch(5)).verdict();
    }

    @Test
    void callsAnIdleHostHealthy() {
        assertEquals(new Verdict.Healthy(), verdict());
    }

    @Test
    void callsABusyHostHealthyWhenNobodyWaits() {
        host.cpu(0.97).pressure("cpu", 0.02, 0);
        assertInstanceOf(Verdict.HealthyBusy.class, verdict());
    }

    @Test
    void reportsOneCauseAndItsConsequences() {
        host.cpu(0.98).pressure("cpu", 0.6, 0).netstat("TcpExt.ListenOverflows", 20);
        var bottleneck = assertInstanceOf(Verdict.Bottleneck.class, verdict());
        assertEquals(1, bottleneck.causes().size());
        Verdict.Cause cause = bottleneck.causes().getFirst();
        assertEquals("cpu-run-queue", cause.rule().id());
        assertEquals("listen-overflow", cause.consequences().getFirst().rule().id());
    }

    @Test
    void doesNotBlameWhatTheFindingAcquits() {
        host.cpu(0.98).pressure("cpu", 0.6, 0).netstat("TcpExt.ListenOverflows", 20);
        host.file("/drover/tcp", "state LISTEN 1\nlisten 10.0.0.1 80 129 128 77 0 0\n");
        host.file("/drover/socket/77", "4711 nginx\n").process(4711, "nginx").cpu(0, 0);
        assertEquals(
                Set.of("cpu-run-queue", "listen-overflow"),
                new HashSet<>(assertInstanceOf(Verdict.Bottleneck.class, verdict()).causes().stream()
                        .map(c -> c.rule().id())
                        .toList()));
    }

    @Test
    void doesNotBlameWhatBeganLater() {
        host.netstat("TcpExt.ListenOverflows", 20)
                .pass(6)
                .cpu(1)
                .pressure("cpu", 1, 0)
                .pass(60);
        var bottleneck = assertInstanceOf(
                Verdict.Bottleneck.class, Diagnosis.of(host.window()).verdict());
        assertEquals(
                Set.of("cpu-run-queue", "listen-overflow"),
                new HashSet<>(
                        bottleneck.causes().stream().map(c -> c.rule().id()).toList()));
    }

    @Test
    void allowsSeveralCauses() {
        host.cpu(0.98).pressure("cpu", 0.6, 0);
        host.process(90, "leaker").descriptors(1024, 1024);
        assertEquals(
                2,
                assertInstanceOf(Verdict.Bottleneck.class, verdict()).causes().size());
    }

    @Test
    void cannotTellWithoutCounters() {
        for (String path : List.of("/proc/stat", "/proc/pressure/memory", "/proc/pressure/io")) {
            host.without(path);
        }
        var cannot = assertInstanceOf(Verdict.CannotTell.class, verdict());
        assertTrue(cannot.why().stream().anyMatch(why -> why.startsWith("CPU: /proc/stat")), cannot::toString);
    }

    @Test
    void everyRuleSaysWhatItIs() {
        var ids = new HashSet<String>();
        var numbers = new HashSet<Integer>();
        for (Rule rule : Rules.ALL) {
            var facts = rule.facts();
            assertTrue(ids.add(facts.id()) && facts.id().matches("[a-z]+(-[a-z]+)*"), facts.id());
            assertTrue(numbers.add(facts.number()), facts.id());
            for (String words : List.of(
                    facts.title(),
                    facts.fires(),
                    facts.source(),
                    facts.remedy(),
                    facts.check(),
                    facts.reads().getFirst())) {
                assertTrue(!words.isBlank(), facts.id());
            }
        }
        assertEquals(
                Rules.ALL.stream().map(r -> r.facts().number()).sorted().toList(),
                Rules.ALL.stream().map(r -> r.facts().number()).toList());
    }

    @Test
    void noRuleCausesItself() {
        for (Rule rule : Rules.ALL) {
            assertTrue(
                    !causedBy(rule.facts().id(), new HashSet<>())
                            .contains(rule.facts().id()),
                    rule.facts().id());
        }
    }

    private static Set<String> causedBy(String id, Set<String> all) {
        Rules.byId(id)
                .ifPresent(rule -> Stream.concat(rule.facts().explains().stream(), rule.facts().explainsOwn().stream())
                        .forEach(next -> {
                            if (all.add(next)) {
                                causedBy(next, all);
                            }
                        }));
        return all;
    }
}
