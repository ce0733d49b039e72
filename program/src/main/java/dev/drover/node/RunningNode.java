package dev.drover.node;

import dev.drover.admin.AdminServer;
import dev.drover.board.Instance;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.heap.ModestHeap;
import dev.drover.model.Model;
import dev.drover.plane.Deadline;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Control;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A node that runs: it holds the data folder, leads the planes, and answers what is asked of it.
 *
 * <p>Life: {@link #open}, then {@link #resume} or {@link #start}, then {@link #serveAdmin}; {@link #awaitStop} returns when
 * somebody asked it to end, and {@link #close} drains and frees.
 */
public final class RunningNode implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RunningNode.class.getName());

    /** Longest wait for requests in flight when the node ends. */
    public static final Duration DRAIN = Duration.ofSeconds(30);

    private final Settings settings;
    private final DataFolder folder;
    private final Assembly assembly;
    private final Changes changes;
    private final Cluster cluster;
    private final Intents intents;
    private final Observing observing;
    private final Answering answering;
    private final Announced announced;
    private final Ticker ticker;
    private final AtomicReference<@Nullable Duration> ending = new AtomicReference<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hurry = new CountDownLatch(1);
    private volatile @Nullable AdminServer admin;
    private @Nullable Thread clock;

    private RunningNode(Settings settings, DataFolder folder, Assembly.Maker maker, Ticker ticker) throws Unusable {
        this.settings = settings;
        this.folder = folder;
        this.ticker = ticker;
        ModelStore store = ModelStore.open(folder.models());
        this.assembly = maker.make(settings, folder.secret(), ticker);
        this.changes = new Changes(
                assembly.conductor(), store, new OwnChecks(settings, this::adminAddress, new Machine(ticker)), ticker);
        this.cluster = new Cluster(assembly.models(), changes, settings.node(), ticker);
        this.intents =
                Intents.open(folder.path().resolve("intents.json"), assembly.board(), assembly.keepAlive(), ticker);
        this.announced = new Announced(folder);
        this.observing = new Observing(settings, folder.path(), assembly, ticker);
        var life = new Life();
        this.answering =
                new Answering(settings, assembly, changes, cluster, intents, observing, ticker.instant(), life);
        assembly.belongsTo(new OwnLife(cluster, life::admin, () -> stop(false)));
        assembly.registry().register(new NodeMetrics(settings.version(), this::generations));
        assembly.registry().register(new ProcessMetrics(Path.of("/proc/self")));
        assembly.registry().register(new HostMetrics(observing::latest));
    }

    private final class Life implements Answering.Life {
        @Override
        public boolean isEnding() {
            return ending.get() != null;
        }

        @Override
        public void stop(boolean now) {
            RunningNode.this.stop(now);
        }

        @Override
        public Optional<InetSocketAddress> admin() {
            return Optional.ofNullable(admin).map(AdminServer::address);
        }
    }

    private NodeMetrics.Generations generations() {
        return new NodeMetrics.Generations(
                changes.running().map(Version::generation).orElse(0L),
                cluster.agreed().map(Agreement::generation).orElse(0L),
                assembly.board().now().generation(),
                assembly.conductor().confirmed());
    }

    /** Takes hold of the data folder and makes the planes; nothing is served yet. */
    public static RunningNode open(Settings settings, Assembly.Maker maker, Ticker ticker) throws Unusable {
        DataFolder folder = DataFolder.open(settings.data());
        try {
            return new RunningNode(settings, folder, maker, ticker);
        } catch (Unusable | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** The texts of the model that a restart resumes; empty on a new node. */
    public Optional<Source> kept() {
        return changes.source();
    }

    /** Begins to hand the board's generations to the planes, and to look at the clock. */
    public void begin() {
        assembly.conductor().start();
        observing.begin();
        cluster.begin();
        clock = Thread.ofVirtual().name("clock").start(this::watchTime);
    }

    private void watchTime() {
        var heap = new ModestHeap();
        try {
            while (!asked.await(1, TimeUnit.SECONDS)) {
                tick(heap);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The clock goes on after a mistake: it watches the limits of unconfirmed changes. */
    private void tick(ModestHeap heap) {
        try {
            intents.restore();
            cluster.tick();
            announced.again();
            heap.tidy();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the clock of the node missed a beat", e);
        }
    }

    /** Puts the newest kept model in force again. */
    public Optional<Version> resume() throws Refused {
        changes.resume();
        cluster.tick();
        return changes.running();
    }

    /** Puts the first model of a new node in force; in a cluster that has one already it gives way to that. */
    public Version start(Source source, String author) throws Refused {
        return changes.start(source, author);
    }

    /** Puts a model in force because {@code up} was told to, whatever was applied before, here and in the cluster. */
    public Version insist(Source source, String author) throws Refused {
        return cluster.insist(source, author);
    }

    /** Opens the admin API and tells the commands where it is. */
    public InetSocketAddress serveAdmin() throws IOException, Unusable {
        Set<String> names = Set.of(settings.node().toLowerCase(java.util.Locale.ROOT));
        AdminServer started = AdminServer.start(folder.door(settings.admin(), names), answering);
        admin = started;
        assembly.adminAt(started.address());
        announced.tell(started.address());
        return started.address();
    }

    private InetSocketAddress adminAddress() {
        AdminServer running = admin;
        return running == null ? settings.admin() : running.address();
    }

    /** What the running node may be asked. */
    public Control control() {
        return answering;
    }

    /** What is in force. */
    public Model running() {
        return assembly.conductor().running();
    }

    /** Every instance was measured, and programs that were just started had their time to come up. */
    public boolean isKnown() {
        Snapshot now = assembly.board().now();
        return running().services().keySet().stream()
                .map(name -> now.service(name).map(ServiceState::instances).orElse(List.of()))
                .allMatch(all -> !all.isEmpty() && all.stream().allMatch(RunningNode::isKnown));
    }

    private static boolean isKnown(Instance instance) {
        return instance.measured().isUp()
                || (instance.measured().state() != Measured.State.UNKNOWN && !instance.isManaged());
    }

    public boolean isEnding() {
        return ending.get() != null;
    }

    /** Waits until somebody asked the node to end. */
    public void awaitStop() throws InterruptedException {
        asked.await();
    }

    /** Has the node drain and end, or end at once. Returns before it has happened. */
    void stop(boolean now) {
        if (now) {
            hurry.countDown();
        }
        ending.compareAndSet(null, now ? Duration.ZERO : DRAIN);
        asked.countDown();
    }

    /** Drains as long as {@link #stop} allowed, then frees everything. */
    @Override
    public void close() {
        stop(false);
        Duration patience = ending.get();
        Thread draining = Thread.ofVirtual()
                .name("drain")
                .start(() -> assembly.conductor().quiesce(Deadline.after(ticker, patience == null ? DRAIN : patience)));
        try {
            while (draining.isAlive() && !hurry.await(10, TimeUnit.MILLISECONDS)) {
                // Waits for whichever comes first.
            }
            if (clock != null) {
                clock.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        AdminServer running = admin;
        if (running != null) {
            running.close();
        }
        observing.close();
        cluster.close();
        assembly.conductor().close();
        assembly.close();
        folder.close();
    }
}
