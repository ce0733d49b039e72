package dev.drover.registry.plane;

import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.plane.Deadline;
import dev.drover.plane.Discovery;
import dev.drover.plane.Members;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Registrations;
import dev.drover.plane.SharedModels;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.consul.ConsulServer;
import dev.drover.registry.consul.Door;
import dev.drover.registry.consul.Home;
import dev.drover.registry.ensemble.Coordinators;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.sites.Peers;
import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plane of service discovery. It runs while the model has a registry: the store starts once and stays whatever else changes;
 * the API moves when its address does.
 *
 * <p>An address that is taken refuses the model, as with any listener. So does a folder that cannot be used, while the node runs; when
 * the node starts the registry comes up later instead, since a full disk must not keep a front door closed, and until then it
 * says that it knows nothing.
 */
public final class RegistryPlane implements Plane {
    private final RegistryLoans loans;
    private final AgreedModels models;
    private final Findable discovery = new Findable(this::running);
    private volatile @Nullable Running running;
    private volatile Snapshot latest;
    private boolean began;
    private boolean closed;

    /** The registry of one model. */
    record Running(
            Works works,
            ConsulServer server,
            Home home,
            Keeping keeping,
            Registry settings,
            Tokens tokens,
            Model model,
            Coordinators coordinators) {}

    public RegistryPlane(RegistryLoans loans) {
        this.loans = loans;
        this.models = new AgreedModels(this::shared, loans.ticker());
        this.latest = loans.board().now();
        loans.metrics().register(new RegistryMetrics(registrations(), loans.ticker()));
    }

    @Override
    public String name() {
        return "registry";
    }

    /** The port that tells what is in the registry. */
    public Registrations registrations() {
        return new Catalog(() -> running, loans.ticker());
    }

    /** The port that gives the names what is in the registry. */
    public Discovery discovery() {
        return discovery;
    }

    /** The port that tells who keeps it. */
    public Members members() {
        return new Membership(() -> running, loans);
    }

    /** The port by which nodes with one registry agree on their model. */
    public SharedModels models() {
        return models;
    }

    private @Nullable Running running() {
        return running;
    }

    private @Nullable LateRegistry shared() {
        Running now = running;
        return now != null && now.works().isShared() && now.keeping().isGuarded()
                ? now.works().registry()
                : null;
    }

    @Override
    public List<Problem> check(Model model) {
        return List.of();
    }

    @Override
    public synchronized Prepared prepare(Model model) throws NotPrepared {
        Optional<Registry> wanted = model.registry();
        if (wanted.isEmpty()) {
            if (models.isShared()) {
                throw Keeping.gone(model);
            }
            return new Ready(model, null, false, false);
        }
        Registry settings = wanted.get();
        Running now = running;
        Works fresh = null;
        try {
            Tokens tokens = Admission.tokens(settings, loans.secrets());
            Admission.scripts(settings, loans.means().programs());
            Home home = now != null ? sameHome(model, now) : Homes.of(model, loans);
            Keeping keeping = Keeping.of(model, settings, loans.node());
            Coordinators coordinators;
            if (now == null) {
                Optional<SiteKey> key = keeping.key(settings, loans);
                coordinators = keeping.coordinators(model, key, loans);
                fresh = start(home, coordinators, key, settings);
                fresh.agent().allow(settings.scripts());
            } else {
                now.keeping().check(keeping, settings);
                coordinators = now.keeping().equals(keeping)
                        ? now.coordinators()
                        : keeping.coordinators(model, keeping.key(settings, loans), loans);
            }
            Works works = now != null ? now.works() : Objects.requireNonNull(fresh);
            Peers peers = Peers.of(model, loans.node());
            boolean led = lead(works, peers, settings);
            if (now != null && now.settings().listen().equals(settings.listen())) {
                return new Ready(
                        model,
                        new Running(works, now.server(), home, keeping, settings, tokens, model, coordinators),
                        false,
                        led);
            }
            try {
                ConsulServer server = open(new Door(address(settings), tokens), home, works, settings);
                return new Ready(
                        model,
                        new Running(works, server, home, keeping, settings, tokens, model, coordinators),
                        true,
                        led);
            } catch (NotPrepared e) {
                if (led) {
                    works.sites().shut();
                }
                throw e;
            }
        } catch (NotPrepared | RuntimeException e) {
            if (fresh != null) {
                fresh.close();
            }
            throw e;
        }
    }

    /** Every answer and every entry tells of it; it changes with the process. */
    private Home sameHome(Model model, Running now) throws NotPrepared {
        Home wanted = Homes.of(model, loans);
        if (wanted.equals(now.home())) {
            return wanted;
        }
        String path = "nodes." + loans.node();
        throw new NotPrepared(List.of(Problem.of(
                model.where().at("nodes").at(loans.node()),
                path,
                "this node is known in the registry as " + at(now.home()) + ", and would be " + at(wanted)
                        + ": that changes with a restart alone",
                "drover stop, then drover up --apply FILE")));
    }

    private static String at(Home home) {
        return home.node().address() + " at the site " + home.datacenter();
    }

    /**
     * When the node starts the front door must not wait for this, and never for other machines; what is applied to a node that runs is
     * done or refused.
     */
    private Works start(Home home, Coordinators coordinators, Optional<SiteKey> key, Registry settings)
            throws NotPrepared {
        var registry = new LateRegistry(coordinators, this::open, loans.ticker());
        try {
            var joins = new Works.Joins(
                    loans.board(),
                    loans.reports(),
                    loans.vantages(),
                    key,
                    loans.ticker(),
                    loans.random(),
                    loans.means());
            var patience = coordinators.alone() ? Works.Patience.of(!began) : Works.Patience.LATER;
            return Works.start(registry, home, joins, patience, !coordinators.alone());
        } catch (IOException e) {
            throw unusable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable(settings, new IOException("interrupted"));
        }
    }

    private LateRegistry.Store open(Coordinators coordinators, Replica replica)
            throws IOException, InterruptedException {
        Coordinator coordinator = coordinators.start();
        var registry = new ZooKeeperRegistry(coordinator.settings(), loans.ticker(), replica);
        return new LateRegistry.Store(registry, registry.presenceOf(loans.node(), loans.version()), coordinator);
    }

    private NotPrepared unusable(Registry settings, IOException e) {
        String[] words = Trouble.words(e).split("\n  fix: ", 2);
        String fix = words.length > 1
                ? words[1]
                : "mend the folder, or take the registry out of the file; a folder that is moved away is begun anew, empty";
        return new NotPrepared(List.of(Problem.of(
                settings.where(),
                "registry",
                "the registry cannot use its folder " + loans.folder() + ": " + words[0],
                fix)));
    }

    /** Listens for other sites, where there are some; whether that was begun now. */
    private static boolean lead(Works works, Peers peers, Registry settings) throws NotPrepared {
        try {
            return works.sites().open(peers);
        } catch (IOException e) {
            throw new NotPrepared(List.of(Problem.of(
                    settings.where().at("ports"),
                    "registry.ports.sites",
                    peers.address().orElse("") + " port " + peers.port() + " cannot be listened on: " + e.getMessage(),
                    "end what listens there, or take another port, the same on all nodes: ports: {sites: 3284}")));
        }
    }

    private ConsulServer open(Door door, Home home, Works works, Registry settings) throws NotPrepared {
        try {
            return ConsulServer.start(
                    door,
                    home,
                    works.registry(),
                    works.agent(),
                    works.sites(),
                    loans.life(),
                    new Standing(works.registry(), home, members(), loans.ticker()),
                    loans.ticker(),
                    loans.random());
        } catch (IOException e) {
            throw new NotPrepared(
                    List.of(
                            Problem.of(
                                    settings.where().at("listen"),
                                    "registry.listen",
                                    settings.listen() + " cannot be listened on: " + e.getMessage(),
                                    "end what listens there (an agent of Consul?), or take another: registry: {listen: \"127.0.0.1:8501\"}")));
        }
    }

    /** A model that can be put in force. */
    private final class Ready implements Prepared {
        private final Model model;
        private final @Nullable Running next;
        private final boolean opened;
        private final boolean led;
        private final @Nullable Running before = running;

        /**
         * A model with all that it needs.
         *
         * @param opened whether the server of {@code next} is a new one
         * @param led whether that for other sites is
         */
        Ready(Model model, @Nullable Running next, boolean opened, boolean led) {
            this.model = model;
            this.next = next;
            this.opened = opened;
            this.led = led;
        }

        @Override
        public void activate() {
            synchronized (RegistryPlane.this) {
                if (closed) {
                    discard();
                    return;
                }
                began = true;
                running = next;
                if (next != null && before == null) {
                    models.follow(next.works().registry().replica());
                }
                Running last = next == null ? before : next;
                if (last != null) {
                    last.works().arrivals().want(registered(), model.services().keySet());
                }
                if (next != null) {
                    next.server().use(next.tokens());
                    next.works().agent().allow(next.settings().scripts());
                    next.works()
                            .sites()
                            .use(Peers.of(model, loans.node()), next.server().forSites());
                    if (before != null && before.coordinators() != next.coordinators()) {
                        next.works().registry().want(next.coordinators());
                    }
                    next.works().declared().want(model);
                    next.works().declared().observe(latest);
                }
            }
        }

        private Set<String> registered() {
            var names = new HashSet<String>();
            model.services().forEach((name, service) -> {
                if (service.instances() instanceof Instances.Registered) {
                    names.add(name);
                }
            });
            return names;
        }

        @Override
        public void settle() {
            synchronized (RegistryPlane.this) {
                Running last = next == null ? before : next;
                if (last != null) {
                    last.works().arrivals().settle(model.services().keySet());
                }
                if (before != null && (next == null || opened)) {
                    before.server().close();
                }
                if (before != null && next == null) {
                    before.works().close();
                }
                if (next != null) {
                    next.works().sites().settle();
                }
            }
        }

        @Override
        public void discard() {
            if (next != null && opened) {
                next.server().close();
            }
            if (next != null && before == null) {
                next.works().close();
            } else if (next != null && led) {
                next.works().sites().shut();
            }
        }
    }

    static InetSocketAddress address(Registry settings) {
        InetAddress host = settings.listen().isAny()
                ? new InetSocketAddress(0).getAddress()
                : InetAddress.ofLiteral(settings.listen().host());
        return new InetSocketAddress(host, settings.listen().port());
    }

    /** Without a lock: it comes with that of the board, which a model that is being activated asks for. */
    @Override
    public long observe(Snapshot snapshot) {
        latest = snapshot;
        Running now = running;
        if (now != null) {
            now.works().declared().observe(snapshot);
        }
        return snapshot.generation();
    }

    /** Clients that look for services may do so until the end. */
    @Override
    public void quiesce(Deadline deadline) {}

    @Override
    public synchronized void close() {
        closed = true;
        Running now = running;
        running = null;
        if (now != null) {
            now.server().close();
            now.works().close();
        }
    }
}
