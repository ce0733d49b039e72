package dev.drover.registry.session;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Session;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final Expiry own = new Expiry(registry, "Alpha", Ticker.of(time, time));
    private final Expiry other = new Expiry(registry, "beta", Ticker.of(time, time));

    @BeforeEach
    void begin() throws Exception {
        registry.apply(new Command.PutNode(Node.of("alpha", "192.0.2.1")));
        registry.apply(new Command.CreateSession(session("s", Duration.ofSeconds(10))));
        registry.apply(new Command.CreateSession(session("forever", Duration.ZERO)));
        own.tick();
        other.tick();
    }

    private static Session session(String id, Duration ttl) {
        return new Session(
                id,
                "",
                "alpha",
                Duration.ZERO,
                Session.Behaviour.RELEASE,
                ttl,
                List.of(),
                List.of(),
                Instant.EPOCH,
                0,
                0);
    }

    private void pass(long seconds, Expiry by) throws Exception {
        for (long i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            by.tick();
        }
    }

    @Test
    void endsASessionAfterTwiceItsTime() throws Exception {
        pass(20, own);
        assertNotNull(registry.state().session("s"));
        pass(1, own);
        assertNull(registry.state().session("s"));
        pass(100, own);
        assertNotNull(registry.state().session("forever"));
    }

    @Test
    void countsAnewFromEachRenewal() throws Exception {
        for (int i = 0; i < 5; i++) {
            pass(15, own);
            registry.apply(new Command.RenewSession("s"));
        }
        assertNotNull(registry.state().session("s"));
        pass(22, own);
        assertNull(registry.state().session("s"));
    }

    @Test
    void leavesItToTheOwnNodeForAWhile() throws Exception {
        pass(25, other);
        assertNotNull(registry.state().session("s"));
        pass(1, other);
        assertNull(registry.state().session("s"));
    }

    @Test
    void countsNoTimeInWhichNobodyCouldRenew() throws Exception {
        registry.cutOff(true);
        pass(100, own);
        registry.cutOff(false);
        pass(20, own);
        assertNotNull(registry.state().session("s"));
        pass(1, own);
        assertNull(registry.state().session("s"));
    }
}
