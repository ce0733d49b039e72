package dev.drover.registry.plane;

import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.plane.Challenges;
import dev.drover.plane.Deadline;
import dev.drover.plane.Discovery;
import dev.drover.plane.KeySteps;
import dev.drover.plane.Members;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Registrations;
import dev.drover.plane.SharedModels;
import dev.drover.registry.Unavailable;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.consul.ConsulServer;
import dev.drover.registry.consul.Home;
import dev.drover.registry.ensemble.Coordinators;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.sites.Peers;
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
    private final FarChallenges challenges;
    private final FarKeySteps keySteps;
    private final Opening opening;
    private final Findable discovery;
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
            Peers peers,
            Coordinators coordinators) {}

    public RegistryPlane(RegistryLoans loans) {
        this.loans = loans;
        this.opening = new Opening(loans, members());
        var abroad = new ByLink(this::running);
        this.discovery = new Findable(this::running, abroad, loans.ticker());
        this.models = new AgreedModels(this::shared, loans.ticker());
        this.challenges = new FarChallenges(new AgreedChallenges(this::shared), abroad::names, abroad::challenge);
        this.keySteps = new FarKeySteps(new AgreedKeySteps(this::agreed), abroad::keeper, loans.ticker());
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

    /** The port by which nodes agree on what they answer certification authorities. */
    public Challenges challenges() {
        return challenges;
    }

    /** The port by which nodes agree on how far keys of zones have got. */
    public KeySteps keySteps() {
        return keySteps;
    }

    /** What is shared, once it has been read. */
    private @Nullable LateRegistry agreed() {
        LateRegistry registry = shared();
        return registry != null && registry.isKnown() ? registry : null;
    }

    /** What other sites ask this one for. */
    private byte[] common(String what, byte[] wish) throws Unavailable {
        return switch (what) {
            case FarKeySteps.WHAT -> keySteps.told(wish);
            case FarChallenges.WHAT -> challenges.told(wish);
            default -> throw new Unavailable("this site keeps no " + what, false);
        };
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
            Home home = now != null ? opening.same(now.home(), model) : Homes.of(model, loans);
            Keeping keeping = Keeping.of(model, settings, loans.node());
            Coordinators coordinators;
            if (now == null) {
                Optional<SiteKey> key = keeping.key(settings, loans);
                coordinators = keeping.coordinators(model, key, loans);
                fresh = opening.store(home, coordinators, key, settings, !began);
                fresh.agent().allow(settings.scripts());
            } else {
                now.keeping().check(keeping, settings);
                coordinators = now.keeping().equals(keeping)
                        ? now.coordinators()
                        : keeping.coordinators(model, keeping.key(settings, loans), loans);
            }
            Works works = now != null ? now.works() : Objects.requireNonNull(fresh);
            Peers peers = Peers.of(model, loans.node());
            boolean led = Opening.forSites(works, peers, settings);
            if (now != null && now.settings().listen().equals(settings.listen())) {
                return new Ready(
                        model,
                        new Running(works, now.server(), home, keeping, settings, tokens, model, peers, coordinators),
                        false,
                        led);
            }
            try {
                ConsulServer server = opening.api(tokens, home, works, settings);
                return new Ready(
                        model,
                        new Running(works, server, home, keeping, settings, tokens, model, peers, coordinators),
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
                    next.works().sites().tell(discovery::told, RegistryPlane.this::common);
                    next.works().sites().use(next.peers(), next.server().forSites());
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
