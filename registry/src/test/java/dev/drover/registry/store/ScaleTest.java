package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.state.Topic;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand services of ten instances, each with a check; registered, changed, and read again after a restart. */
@Tag("long")
@Timeout(400)
class ScaleTest {
    private static final System.Logger LOG = System.getLogger(ScaleTest.class.getName());
    private static final int NODES = 100;
    private static final int SERVICES = 10_000;
    private static final int INSTANCES = 10;
    private static final int CLIENTS = 200;
    private static final int CHANGES = 500;

    @TempDir
    Path folder;

    @Test
    void holdsAHundredThousandInstances() throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var registry = registry(server)) {
            register(registry);
            change(registry);
            assertEquals(SERVICES * INSTANCES, registry.state().services().size());
        }
        long start = System.nanoTime();
        try (var server = EmbeddedServer.start(folder);
                var registry = registry(server)) {
            tell("restart", start, SERVICES * INSTANCES);
            assertEquals(SERVICES * INSTANCES, registry.state().services().size());
            assertEquals(SERVICES, registry.state().serviceNames().size());
        }
    }

    private static ZooKeeperRegistry registry(EmbeddedServer server) throws Exception {
        var settings =
                ZooKeeperRegistry.Settings.of(server.address(), server.secret()).withPatience(Duration.ofMinutes(1));
        var registry = new ZooKeeperRegistry(settings, Ticker.system());
        assertTrue(registry.awaitCaughtUp(Duration.ofMinutes(2)));
        return registry;
    }

    private static void register(ZooKeeperRegistry registry) throws Exception {
        for (int i = 0; i < NODES; i++) {
            registry.apply(new Command.PutNode(Node.of("node-" + i, "192.0.2." + i)));
        }
        long start = System.nanoTime();
        var tasks = new ArrayList<Callable<Void>>();
        for (int client = 0; client < CLIENTS; client++) {
            int first = client;
            tasks.add(() -> {
                for (int i = first; i < SERVICES * INSTANCES; i += CLIENTS) {
                    String node = "node-" + i % NODES;
                    String id = "service-" + i % SERVICES + "-" + i / SERVICES;
                    var service = Service.of(node, id, "service-" + i % SERVICES, 8000 + i / SERVICES)
                            .withTags(List.of("primary", "v1"));
                    var check = Check.of(node, "service:" + id, id, CheckStatus.PASSING);
                    assertInstanceOf(
                            Outcome.Done.class,
                            registry.apply(new Command.PutService(service, List.of(check), false, false)));
                }
                return null;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
        tell("registrations", start, SERVICES * INSTANCES);
    }

    private static void change(ZooKeeperRegistry registry) throws Exception {
        var took = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CHANGES; i++) {
                var topic = new Topic.Service("service-" + i);
                long after = registry.state().index(topic);
                var seen = threads.submit(() -> {
                    assertTrue(registry.replica().await(topic, after, Duration.ofSeconds(60)));
                    return System.nanoTime();
                });
                long start = System.nanoTime();
                registry.apply(new Command.SetCheck(
                        "node-" + i % NODES, "service:service-" + i + "-0", CheckStatus.CRITICAL, "down"));
                took.add(seen.get(60, TimeUnit.SECONDS) - start);
            }
        }
        took.sort(null);
        LOG.log(
                Level.INFO,
                "a change reaches a watcher in {0} us (half of them), {1} us (99 %)",
                took.get(CHANGES / 2) / 1000,
                took.get(CHANGES * 99 / 100) / 1000);
    }

    private static void tell(String what, long start, long count) {
        System.gc();
        var memory = Runtime.getRuntime();
        long millis = (System.nanoTime() - start) / 1_000_000;
        LOG.log(
                Level.INFO,
                "{0}: {1} in {2} ms, {3} MiB in use",
                what,
                count,
                millis,
                (memory.totalMemory() - memory.freeMemory()) >> 20);
    }
}
