package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Session;
import dev.drover.testkit.Await;
import dev.drover.testkit.history.History;
import dev.drover.testkit.history.Linearizability;
import dev.drover.testkit.history.VersionedKey;
import dev.drover.testkit.history.VersionedKey.Answer;
import dev.drover.testkit.history.VersionedKey.Ask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of several nodes that use the same few keys at the same time, and write down what they asked and were answered: put, delete,
 * compare-and-set, locks, and reads that ask for consistency.
 */
public final class KeyClients implements AutoCloseable {
    private static final int CLIENTS = 6;

    private final int operations;
    private final List<? extends Registry> nodes;
    private final History<Ask, Answer> history = new History<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();

    /** @param operations of each client */
    public KeyClients(List<? extends Registry> nodes, int operations) {
        this.nodes = nodes;
        this.operations = operations;
    }

    public void start() throws Unavailable, InterruptedException {
        register(nodes.getFirst());
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(threads.submit(() -> {
                operate(client);
                return null;
            }));
        }
    }

    /** Waits until a part of all operations has begun, such as 1 of 3. */
    public void awaitPart(int part, int of, Duration atMost) {
        int after = part * CLIENTS * operations / of;
        Await.until("operation " + after, atMost, () -> begun.get() >= after);
    }

    /** Waits as {@link #awaitPart}, and says whether it came to that. */
    public boolean reachPart(int part, int of, Duration atMost) {
        int after = part * CLIENTS * operations / of;
        for (long end = System.nanoTime() + atMost.toNanos(); System.nanoTime() < end; ) {
            if (begun.get() >= after) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return false;
    }

    /** Waits for the end, then: everything that was answered must fit one order. What was not may have happened or not. */
    public void assertLinearizable(Duration atMost) throws InterruptedException, ExecutionException, TimeoutException {
        for (var client : clients) {
            client.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }
        var answered = history.operations();
        assertTrue(answered.size() > CLIENTS * operations / 2, "only " + answered.size() + " operations were answered");
        Linearizability.assertHolds(new VersionedKey(), answered);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private static void register(Registry node) throws Unavailable, InterruptedException {
        node.apply(new Command.PutNode(Node.of("alpha", "192.0.2.1")));
        for (int client = 0; client < CLIENTS; client++) {
            node.apply(new Command.CreateSession(Session.of("session-" + client, "alpha")));
        }
    }

    private void operate(int client) throws InterruptedException {
        var random = new SplittableRandom(client);
        long version = 0;
        for (int i = 0; i < operations; i++) {
            Registry node = nodes.get(random.nextInt(nodes.size()));
            String key = "key-" + random.nextInt(2);
            String value = client + "-" + i;
            String session = "session-" + client;
            Ask ask = switch (random.nextInt(12)) {
                case 0, 1 -> new VersionedKey.Put(key, value);
                case 2, 3, 4 -> new VersionedKey.PutIfVersion(key, version, value);
                case 5 -> new VersionedKey.Delete(key);
                case 6 -> new VersionedKey.DeleteIfVersion(key, version);
                case 7 -> new VersionedKey.Acquire(key, session, value);
                case 8 -> new VersionedKey.Release(key, session, value);
                default -> new VersionedKey.Get(key);
            };
            version = one(client, node, ask, version);
        }
    }

    /** Does one operation and writes it down; the version that the client knows then. */
    private long one(int client, Registry node, Ask ask, long version) throws InterruptedException {
        var call = history.begin(client, ask);
        begun.incrementAndGet();
        try {
            Answer answer = answer(node, ask);
            call.returned(answer);
            return answer instanceof VersionedKey.Found found ? found.version() : version;
        } catch (Unavailable e) {
            if (e.maybeDone() && !(ask instanceof VersionedKey.Get)) {
                call.lost();
            } else {
                call.refused();
            }
            return version;
        }
    }

    private static Answer answer(Registry node, Ask ask) throws Unavailable, InterruptedException {
        return switch (ask) {
            case VersionedKey.Get(String key) -> {
                node.consistent();
                KvEntry entry = node.state().key(key);
                yield entry == null
                        ? new VersionedKey.Absent()
                        : new VersionedKey.Found(
                                new String(entry.value(), StandardCharsets.UTF_8),
                                entry.modifyIndex(),
                                entry.session());
            }
            case VersionedKey.Put(String key, String value) -> done(node, new Kv.Put(key, bytes(value), 0));
            case VersionedKey.PutIfVersion(String key, long version, String value) ->
                done(node, new Kv.Cas(key, bytes(value), 0, version));
            case VersionedKey.Delete(String key) -> done(node, new Kv.Delete(key));
            case VersionedKey.DeleteIfVersion(String key, long version) -> done(node, new Kv.DeleteCas(key, version));
            case VersionedKey.Acquire(String key, String session, String value) ->
                done(node, new Kv.Acquire(key, bytes(value), 0, session));
            case VersionedKey.Release(String key, String session, String value) ->
                done(node, new Kv.Release(key, bytes(value), 0, session));
        };
    }

    private static Answer done(Registry node, Kv write) throws Unavailable, InterruptedException {
        return switch (node.apply(write)) {
            case Outcome.Done d -> new VersionedKey.Done(true);
            case Outcome.No n -> new VersionedKey.Done(false);
            case Outcome.Refused r -> throw new AssertionError(r.message());
            case Outcome.Committed c -> throw new AssertionError("no transaction");
            case Outcome.RolledBack r -> throw new AssertionError("no transaction");
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
