package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
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
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys, versions and locks as several clients of several nodes see them at the same time, while the store goes away and comes back:
 * everything that was answered must fit one order. What was not answered may have happened or not.
 */
@Timeout(180)
class LinearizableKeysTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int OPERATIONS = 150;
    private static final int RESTARTS = 2;

    @TempDir
    Path folder;

    private final History<Ask, Answer> history = new History<>();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void fitsOneOrderWhateverBecomesOfTheStore() throws Exception {
        var server = EmbeddedServer.start(folder);
        var nodes = new ArrayList<ZooKeeperRegistry>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < NODES; i++) {
                var settings = ZooKeeperRegistry.Settings.of(server.address(), server.secret())
                        .withSegments(100, 1 << 20)
                        .withPatience(Duration.ofSeconds(3));
                nodes.add(new ZooKeeperRegistry(settings, Ticker.system()));
            }
            for (var node : nodes) {
                assertTrue(node.awaitCaughtUp(SOON));
            }
            register(nodes.getFirst());
            var clients = startClients(threads, nodes);
            for (int restart = 1; restart <= RESTARTS; restart++) {
                int after = restart * CLIENTS * OPERATIONS / (RESTARTS + 1);
                Await.until("operation " + after, Duration.ofSeconds(60), () -> begun.get() >= after);
                server.close();
                server = EmbeddedServer.start(folder);
            }
            finish(clients);
        } finally {
            nodes.forEach(ZooKeeperRegistry::close);
            server.close();
        }
        var operations = history.operations();
        assertTrue(
                operations.size() > CLIENTS * OPERATIONS / 2,
                "only " + operations.size() + " operations were answered");
        Linearizability.assertHolds(new VersionedKey(), operations);
    }

    private static void register(Registry node) throws Unavailable, InterruptedException {
        node.apply(new Command.PutNode(Node.of("alpha", "192.0.2.1")));
        for (int client = 0; client < CLIENTS; client++) {
            node.apply(new Command.CreateSession(Session.of("session-" + client, "alpha")));
        }
    }

    private List<Future<?>> startClients(ExecutorService threads, List<? extends Registry> nodes) {
        var clients = new ArrayList<Future<?>>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(threads.submit(() -> {
                operate(client, nodes);
                return null;
            }));
        }
        return clients;
    }

    private static void finish(List<Future<?>> clients)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (var client : clients) {
            client.get(120, TimeUnit.SECONDS);
        }
    }

    private void operate(int client, List<? extends Registry> nodes) throws InterruptedException {
        var random = new SplittableRandom(client);
        long version = 0;
        for (int i = 0; i < OPERATIONS; i++) {
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
