package dev.drover.registry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalAgentTest {
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final LocalAgent agent = new LocalAgent(registry, "alpha", Ticker.of(time, time));

    @BeforeEach
    void registerAService() throws Exception {
        registry.apply(new Command.PutNode(Node.of("alpha", "127.0.0.1")));
        var definition = CheckDefinition.ttl(Duration.ofSeconds(10), Duration.ofSeconds(90));
        var check = new Check(
                "alpha", "ttl", "ttl", CheckStatus.PASSING, "", "", "web", "", List.of(), "ttl", definition, 0, 0);
        registry.apply(new Command.PutService(Service.of("alpha", "web", "web", 80), List.of(check), false, true));
        agent.begin("ttl");
    }

    private Check check() {
        return registry.state().check("alpha", "ttl");
    }

    private void pass(int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            agent.tick();
        }
    }

    @Test
    void turnsCriticalWhatIsNotHeardFrom() throws Exception {
        pass(10);
        assertEquals(CheckStatus.PASSING, check().status());
        pass(1);
        assertEquals(CheckStatus.CRITICAL, check().status());
        assertEquals("TTL expired", check().output());
    }

    @Test
    void keepsWhatReportsInTime() throws Exception {
        pass(9);
        agent.report(check(), CheckStatus.PASSING, "well");
        pass(9);
        assertEquals(CheckStatus.PASSING, check().status());
        pass(2);
        assertEquals("TTL expired (last output before timeout follows): well", check().output());
    }

    @Test
    void writesNothingForAReportThatChangesNothing() throws Exception {
        agent.report(check(), CheckStatus.PASSING, "well");
        long before = registry.state().index();
        agent.report(check(), CheckStatus.PASSING, "well");
        assertEquals(before, registry.state().index());
    }

    @Test
    void removesWhatStaysCritical() throws Exception {
        pass(11 + 90);
        assertNotNull(registry.state().service("alpha", "web"));
        pass(1);
        assertNull(registry.state().service("alpha", "web"));
    }

    @Test
    void keepsWhatRecoversInTime() throws Exception {
        pass(11 + 80);
        agent.report(check(), CheckStatus.PASSING, "");
        pass(1);
        agent.report(check(), CheckStatus.CRITICAL, "");
        pass(89);
        assertNotNull(registry.state().service("alpha", "web"));
    }
}
