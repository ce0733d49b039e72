package dev.drover.registry.plane;

import dev.drover.board.Board;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.registry.Unavailable;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.agent.Means;
import dev.drover.registry.attendance.Attendance;
import dev.drover.registry.bridge.Arrivals;
import dev.drover.registry.command.Command;
import dev.drover.registry.consul.Home;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.session.Expiry;
import dev.drover.registry.sites.Quorum;
import dev.drover.registry.sites.SiteLink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The registry on this node and whoever works on it day and night; all of it but the door. */
final class Works implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.drover.registry");

    /** What a large folder takes to be read. */
    private static final Duration START = Duration.ofSeconds(30);

    private final LateRegistry registry;
    private final boolean shared;
    private final Home home;
    private final Ticker ticker;
    private final LocalAgent agent;
    private final Expiry expiry;
    private final Attendance attendance;
    private final Arrivals arrivals;
    private final Declared declared;
    private final SiteLink sites;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean introduced;
    private volatile boolean goesForGood;

    /** What it works with that is not its own. */
    record Joins(
            Board board,
            Reports reports,
            Vantages vantages,
            Optional<SiteKey> key,
            Ticker ticker,
            RandomGenerator random,
            Means means) {
        /** The same with somebody in front of health. */
        Joins by(Quorum quorum) {
            return new Joins(board, quorum, quorum, key, ticker, random, means);
        }
    }

    private Works(LateRegistry registry, Home home, Joins joins, boolean shared) {
        this.registry = registry;
        this.shared = shared;
        this.home = home;
        ticker = joins.ticker();
        agent = new LocalAgent(registry, home.node().name(), joins.ticker(), joins.random(), joins.means());
        expiry = new Expiry(registry, home.node().name(), joins.ticker());
        attendance = new Attendance(registry, home.node().name(), joins.ticker());
        arrivals = new Arrivals(registry, joins.board(), joins.reports(), joins.ticker());
        var quorum = new Quorum(joins.reports(), joins.vantages());
        declared = new Declared(registry, home, joins.by(quorum), shared);
        sites = new SiteLink(registry, quorum, joins.key(), joins.ticker(), joins.random());
    }

    /** How long a start waits for what the registry holds. */
    enum Patience {
        /** It is there when the start returns, or the start fails. */
        NOW,
        /** It may come later if it does not open. */
        SOON,
        /** It comes when others bring it, and nobody waits for that. */
        LATER;

        static Patience of(boolean late) {
            return late ? SOON : NOW;
        }
    }

    /**
     * Starts it.
     *
     * @param shared whether other nodes keep, or use, the same registry
     */
    static Works start(LateRegistry registry, Home home, Joins joins, Patience patience, boolean shared)
            throws IOException, InterruptedException {
        var works = new Works(registry, home, joins, shared);
        try {
            if (patience == Patience.NOW) {
                registry.open();
            } else {
                registry.openSomeTime();
            }
            boolean read = registry.awaitRead(patience == Patience.LATER ? Duration.ZERO : START);
            if (!read && patience == Patience.NOW) {
                throw new IOException("what it holds was not read within " + START.toSeconds() + "s");
            }
            works.begin();
            return works;
        } catch (IOException | InterruptedException | RuntimeException e) {
            works.close();
            throw e;
        }
    }

    private void begin() throws InterruptedException {
        introduce();
        agent.start();
        Thread.ofVirtual().name("registry-clock").start(this::tick);
    }

    /** Makes this node known, once; its id stays what it was first. */
    private void introduce() throws InterruptedException {
        if (introduced || !registry.isRead()) {
            return;
        }
        try {
            Node known = registry.state().node(home.node().name());
            Node node = known == null || known.id().isEmpty() ? home.node() : withId(home.node(), known.id());
            var _ = registry.apply(new Command.Register(node, false, List.of(), List.of(Check.alive(node.name()))));
            introduced = true;
            registry.known();
        } catch (Unavailable e) {
            LOG.log(Level.DEBUG, "this node is made known later: {0}", e.getMessage());
        }
    }

    private static Node withId(Node node, String id) {
        return new Node(id, node.name(), node.address(), node.taggedAddresses(), node.meta(), 0, 0);
    }

    private void tick() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                try {
                    var _ = registry.trouble();
                    introduce();
                    if (introduced) {
                        attendance.tick(registry.present());
                        registry.forgetLeft(ticker.instant().minus(Attendance.REMAINS));
                    }
                    expiry.tick();
                } catch (Unavailable e) {
                    LOG.log(Level.DEBUG, "sessions and nodes wait until something can be written: {0}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "sessions and nodes were not looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since when this node misses others, by name in lower case. */
    Map<String, Instant> missed() {
        return attendance.missed();
    }

    /** At the end what this node registered is taken out, and it is noted as one that left. */
    void goForGood() {
        goesForGood = true;
    }

    private void farewell() {
        try {
            var _ = registry.apply(new Command.RemoveNode(home.node().name()));
            registry.farewell(home.node().name(), home.node().address());
        } catch (Unavailable e) {
            LOG.log(
                    Level.WARNING,
                    "this node leaves, and what it registered stays until drover leave {0} is typed elsewhere: {1}",
                    home.node().name(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether other nodes have it as well. */
    boolean isShared() {
        return shared;
    }

    LateRegistry registry() {
        return registry;
    }

    LocalAgent agent() {
        return agent;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    Declared declared() {
        return declared;
    }

    SiteLink sites() {
        return sites;
    }

    @Override
    public void close() {
        closed.countDown();
        sites.close();
        arrivals.close();
        declared.close();
        agent.close();
        if (goesForGood) {
            farewell();
        }
        registry.close();
    }
}
