package dev.drover.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import dev.drover.testkit.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplicaTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final MemoryRegistry registry = new MemoryRegistry(InstantSource.system());
    private final Replica replica = registry.replica();

    private void service(String name, int port) throws Exception {
        registry.apply(new Command.PutService(Service.of("alpha", name, name, port), List.of(), false, false));
    }

    private void untilWaiting(int count) {
        Await.until("as many as that wait", Duration.ofSeconds(30), () -> replica.waiting() == count);
    }

    @Test
    void answersAtOnceWhatChangedAlready() throws Exception {
        registry.apply(new Kv.Put("k", new byte[0], 0));
        assertTrue(replica.await(new Topic.Key("k"), 0, Duration.ZERO));
        assertFalse(replica.await(new Topic.Key("k"), 2, Duration.ofMillis(5)));
        assertEquals(0, replica.waiting());
    }

    @Test
    void wakesTenThousandOfOneServiceAndNobodyElse() throws Exception {
        int watchers = 10_000;
        registry.apply(new Command.PutNode(Node.of("alpha", "192.0.2.1")));
        service("chatty", 1);
        service("quiet", 1);
        var woken = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var chatty = new ArrayList<Future<Boolean>>();
            long after = replica.state().index(new Topic.Service("chatty"));
            for (int i = 0; i < watchers; i++) {
                chatty.add(threads.submit(() -> replica.await(new Topic.Service("Chatty"), after, LONG)));
            }
            long quietAfter = replica.state().index(new Topic.Service("quiet"));
            var quiet = threads.submit(() -> {
                boolean changed = replica.await(new Topic.Service("quiet"), quietAfter, LONG);
                woken.incrementAndGet();
                return changed;
            });
            untilWaiting(watchers + 1);
            for (int port = 2; port < 50; port++) {
                service("chatty", port);
            }
            for (var one : chatty) {
                assertTrue(one.get(30, TimeUnit.SECONDS));
            }
            untilWaiting(1);
            assertEquals(0, woken.get(), "the quiet one sleeps on");
            service("quiet", 2);
            assertTrue(quiet.get(30, TimeUnit.SECONDS));
        }
        assertEquals(0, replica.waiting());
    }

    @Test
    void wakesWhoWaitsForAPrefixOfTheKey() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.submit(() -> replica.await(new Topic.Prefix(""), 1, LONG));
            var app = threads.submit(() -> replica.await(new Topic.Prefix("app/"), 1, LONG));
            var other = threads.submit(() -> replica.await(new Topic.Prefix("apple"), 1, LONG));
            untilWaiting(3);
            registry.apply(new Command.Nothing());
            registry.apply(new Kv.Put("app/name", new byte[1], 0));
            assertTrue(all.get(30, TimeUnit.SECONDS));
            assertTrue(app.get(30, TimeUnit.SECONDS));
            untilWaiting(1);
            assertFalse(other.isDone());
            registry.apply(new Kv.Put("apple", new byte[1], 0));
            assertTrue(other.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void wakesEverybodyWhenTheStateIsReplaced() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> replica.await(new Topic.Events(), 1, LONG));
            untilWaiting(1);
            replica.replace(State.EMPTY);
            assertTrue(one.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void losesNoWakeUp() throws Exception {
        int rounds = 2_000;
        var key = new Topic.Key("k");
        registry.apply(new Command.Nothing());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rounds; i++) {
                long after = replica.state().index(key);
                var go = new CountDownLatch(1);
                var waiting = threads.submit(() -> {
                    go.countDown();
                    return replica.await(key, after, LONG);
                });
                assertTrue(go.await(30, TimeUnit.SECONDS));
                registry.apply(new Kv.Put("k", new byte[] {(byte) i}, i));
                assertTrue(waiting.get(30, TimeUnit.SECONDS), "round " + i);
            }
        }
    }
}
