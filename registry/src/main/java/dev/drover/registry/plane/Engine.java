package dev.drover.registry.plane;

import dev.drover.board.Board;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.bridge.Arrivals;
import dev.drover.registry.bridge.Declarations;
import dev.drover.registry.command.Command;
import dev.drover.registry.consul.Home;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.session.Expiry;
import dev.drover.registry.store.EmbeddedServer;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The store of the registry on this node, and whoever works on it day and night; without a door to it. */
final class Engine implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.drover.registry");

    /** A data folder of a gibibyte is read within this. */
    private static final Duration START = Duration.ofSeconds(30);

    private final EmbeddedServer server;
    private final ZooKeeperRegistry registry;
    private final LocalAgent agent;
    private final Expiry expiry;
    private final Arrivals arrivals;
    private final Declarations declarations;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Engine(EmbeddedServer server, ZooKeeperRegistry registry, Home home, Joins joins) {
        this.server = server;
        this.registry = registry;
        agent = new LocalAgent(registry, home.node().name(), joins.ticker(), joins.random()).start();
        expiry = new Expiry(registry, home.node().name(), joins.ticker());
        arrivals = new Arrivals(registry, joins.board(), joins.reports());
        declarations = new Declarations(registry, home.node());
        Thread.ofVirtual().name("registry-clock").start(this::tick);
    }

    /** What it works with that is not its own. */
    record Joins(Board board, Reports reports, Ticker ticker, RandomGenerator random) {}

    /** Starts it with what the folder holds, and makes this node known. */
    static Engine start(Path folder, Home home, Joins joins) throws IOException, InterruptedException {
        EmbeddedServer server = EmbeddedServer.start(folder);
        var registry =
                new ZooKeeperRegistry(ZooKeeperRegistry.Settings.of(server.address(), server.secret()), joins.ticker());
        try {
            if (!registry.awaitCaughtUp(START)) {
                throw new IOException("what is in " + folder + " was not read within " + START.toSeconds() + "s");
            }
            introduce(registry, home);
            return new Engine(server, registry, home, joins);
        } catch (IOException | InterruptedException | RuntimeException e) {
            registry.close();
            server.close();
            throw e;
        }
    }

    private static void introduce(Registry registry, Home home) throws IOException, InterruptedException {
        var alive = new Check(
                home.node().name(),
                Home.LIVENESS,
                "Serf Health Status",
                CheckStatus.PASSING,
                "",
                "Agent alive and reachable",
                "",
                "",
                List.of(),
                "",
                CheckDefinition.NONE,
                0,
                0);
        try {
            var _ = registry.apply(new Command.Register(home.node(), false, List.of(), List.of(alive)));
        } catch (Unavailable e) {
            throw new IOException("nothing can be written: " + e.getMessage(), e);
        }
    }

    private void tick() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                try {
                    expiry.tick();
                } catch (Unavailable e) {
                    LOG.log(Level.DEBUG, "sessions wait until something can be written: {0}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "sessions were not looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Registry registry() {
        return registry;
    }

    LocalAgent agent() {
        return agent;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    Declarations declarations() {
        return declarations;
    }

    @Override
    public void close() {
        closed.countDown();
        arrivals.close();
        declarations.close();
        agent.close();
        registry.close();
        server.close();
    }
}
