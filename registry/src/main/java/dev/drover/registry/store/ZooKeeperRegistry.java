package dev.drover.registry.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.plane.Ticker;
import dev.drover.registry.Contact;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.replica.Replica;
import java.lang.System.Logger.Level;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.ensemble.fixed.FixedEnsembleProvider;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/**
 * A registry whose order of writes is kept in ZooKeeper, be it a server of this process or an ensemble: the way through is the same.
 *
 * <p>Without a connection it goes on answering from what it last knew, takes no writes, and tries again for ever by itself.
 */
public final class ZooKeeperRegistry implements Registry, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ZooKeeperRegistry.class.getName());

    private final Settings settings;
    private final Replica replica;
    private final Link link;
    private final FixedEnsembleProvider servers;
    private final CuratorFramework client;
    private final Log log;
    private final List<Presence> presences = new CopyOnWriteArrayList<>();
    private final Applier applier;
    private final Proposer proposer;
    private final List<Thread> threads;

    /**
     * Where ZooKeeper is and how long to wait for it.
     *
     * @param connect {@code HOST:PORT,...}
     * @param secret what nodes of one registry have in common and nobody else knows; empty: anybody may read and write
     * @param client settings of ZooKeeper's client beyond its own, such as those for TLS
     * @param session after how long without a sign ZooKeeper takes this node for dead
     * @param patience how long a write waits to become possible and be done
     */
    public record Settings(
            String connect,
            String secret,
            Map<String, String> client,
            Duration session,
            Duration patience,
            long entries,
            long bytes) {
        public Settings {
            client = Map.copyOf(client);
        }

        /** A node is seen dead within 10 s: ZooKeeper looks once in a while, every 2 s at most. A segment of the log takes 8,192 entries or 16 MiB. */
        public static Settings of(String connect, String secret) {
            var limits = Compactor.Limits.DEFAULT;
            return new Settings(
                    connect,
                    secret,
                    Map.of(),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(7),
                    limits.entries(),
                    limits.bytes());
        }

        /** Begins a new segment after so many entries or bytes. */
        public Settings withSegments(long most, long mostBytes) {
            return new Settings(connect, secret, client, session, patience, most, mostBytes);
        }

        public Settings withClient(Map<String, String> properties) {
            return new Settings(connect, secret, properties, session, patience, entries, bytes);
        }

        public Settings withPatience(Duration longest) {
            return new Settings(connect, secret, client, session, longest, entries, bytes);
        }
    }

    /** Starts to connect. {@link #awaitCaughtUp} waits until it did. */
    public ZooKeeperRegistry(Settings settings, Ticker ticker) {
        this(settings, ticker, new Replica());
    }

    /** The same, with a replica that others hold already. */
    public ZooKeeperRegistry(Settings settings, Ticker ticker, Replica replica) {
        this.settings = settings;
        this.replica = replica;
        link = new Link(ticker);
        servers = new FixedEnsembleProvider(settings.connect, true);
        client = client(settings, servers);
        log = new Log(this::zooKeeper, rights(settings));
        var snapshots = new Snapshots(log);
        var compactor = new Compactor(log, snapshots, new Compactor.Limits(settings.entries, settings.bytes));
        applier = new Applier(log, snapshots, compactor, link, replica, this::applied);
        proposer = new Proposer(UUID.randomUUID().toString(), log, link, applier, ticker);
        client.getConnectionStateListenable().addListener((c, state) -> changed(state));
        client.start();
        threads = List.of(
                Thread.ofPlatform().daemon().name("registry-applier").start(applier::run),
                Thread.ofVirtual().name("registry-proposer").start(proposer::run));
    }

    /** Shows that a node is there for as long as this lasts, and tells which others are. */
    public Presence presenceOf(String node) {
        return presenceOf(node, "");
    }

    /**
     * The same.
     *
     * @param about what others are told of it, such as its version
     */
    public Presence presenceOf(String node, String about) {
        var presence = new Presence(node, about, log, link);
        presences.add(presence);
        return presence;
    }

    /** From now on ZooKeeper is elsewhere. The session goes on if one of those servers knows it. */
    public void connectTo(String connect) {
        if (connect.equals(servers.getConnectionString())) {
            return;
        }
        servers.setConnectionString(connect);
        try {
            client.getZookeeperClient().getZooKeeper().updateServerList(connect);
        } catch (Exception e) {
            // Curator looks at the list itself whenever it connects.
            LOG.log(Level.DEBUG, "where ZooKeeper is becomes known with the next connection: {0}", e.getMessage());
        }
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public Outcome apply(Command command) throws Unavailable, InterruptedException {
        return proposer.propose(command, settings.patience);
    }

    @Override
    public void consistent() throws Unavailable, InterruptedException {
        var _ = apply(new Command.Nothing());
    }

    @Override
    public Contact contact() {
        return link.contact();
    }

    /** What keeps this node from following the order of writes, beyond a connection that is not there. */
    public Optional<String> trouble() {
        return applier.trouble();
    }

    /** Waits until this node is connected and knows what was written before. Whether it came to that. */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return link.awaitCaughtUp(atMost);
    }

    @Override
    public boolean isKnown() {
        return link.wasCaughtUp();
    }

    @Override
    public void close() {
        link.close();
        threads.forEach(Thread::interrupt);
        client.close();
    }

    private void applied(Codec.Entry entry, List<Outcome> outcomes) {
        proposer.applied(entry, outcomes);
    }

    private void changed(ConnectionState state) {
        boolean connected = state.isConnected();
        link.connected(connected);
        if (connected) {
            presences.forEach(Presence::connected);
            applier.connected();
        }
    }

    /** The session of the moment. */
    ZooKeeper zooKeeper() throws KeeperException, InterruptedException {
        try {
            return client.getZookeeperClient().getZooKeeper();
        } catch (KeeperException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new KeeperException.ConnectionLossException();
        }
    }

    /** Curator keeps a session and makes a new one when it is lost. What is asked of ZooKeeper it must not repeat: see {@link Log}. */
    private static CuratorFramework client(Settings settings, FixedEnsembleProvider servers) {
        var own = new ZKClientConfig();
        settings.client.forEach(own::setProperty);
        var builder = CuratorFrameworkFactory.builder()
                .zkClientConfig(own)
                .ensembleProvider(servers)
                .sessionTimeoutMs((int) settings.session.toMillis())
                .connectionTimeoutMs((int) settings.session.toMillis())
                .retryPolicy(new RetryOneTime(1_000))
                .ensembleTracker(false)
                .dontUseContainerParents();
        return settings.secret.isEmpty()
                ? builder.build()
                : builder.authorization("digest", user(settings).getBytes(UTF_8))
                        .build();
    }

    /** All for who knows the secret. Named, not "whoever creates it": a member's client has several names there. */
    private static List<ACL> rights(Settings settings) {
        // ZooKeeper asks it whether it contains null, which List.of does not bear.
        return Collections.singletonList(new ACL(ZooDefs.Perms.ALL, whom(settings)));
    }

    private static Id whom(Settings settings) {
        if (settings.secret.isEmpty()) {
            return ZooDefs.Ids.ANYONE_ID_UNSAFE;
        }
        try {
            return new Id("digest", DigestAuthenticationProvider.generateDigest(user(settings)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }

    private static String user(Settings settings) {
        return "drover:" + settings.secret;
    }
}
