package dev.drover.registry.plane;

import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.Registry;
import dev.drover.plane.Deadline;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Registrations;
import dev.drover.registry.consul.ConsulServer;
import dev.drover.registry.consul.Door;
import dev.drover.registry.consul.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
 * <p>A registry that cannot start, since its address is taken or its folder cannot be used, refuses the model: an API that answers
 * "no such service" because it lost what it knew would be believed.
 */
public final class RegistryPlane implements Plane {
    private final RegistryLoans loans;
    private volatile @Nullable Running running;
    private Snapshot latest;
    private boolean closed;

    /** The registry of one model. */
    record Running(Engine engine, ConsulServer server, Home home, Registry settings) {}

    public RegistryPlane(RegistryLoans loans) {
        this.loans = loans;
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

    @Override
    public List<Problem> check(Model model) {
        return model.registry().map(Admission::check).orElse(List.of());
    }

    @Override
    public synchronized Prepared prepare(Model model) throws NotPrepared {
        Optional<Registry> wanted = model.registry();
        if (wanted.isEmpty()) {
            return new Ready(model, null, false);
        }
        Registry settings = wanted.get();
        Running now = running;
        Engine fresh = null;
        try {
            Door door = Admission.door(settings);
            Home home = now != null ? now.home() : home(model, settings);
            if (now == null) {
                fresh = start(home, settings);
            }
            Engine engine = now != null ? now.engine() : Objects.requireNonNull(fresh);
            if (now != null && now.settings().listen().equals(settings.listen())) {
                return new Ready(model, new Running(engine, now.server(), home, settings), false);
            }
            return new Ready(model, new Running(engine, open(door, home, engine, settings), home, settings), true);
        } catch (NotPrepared | RuntimeException e) {
            if (fresh != null) {
                fresh.close();
            }
            throw e;
        }
    }

    private Home home(Model model, Registry settings) throws NotPrepared {
        try {
            return Homes.of(model, settings, loans.node(), loans.version(), loans.folder(), loans.random());
        } catch (IOException e) {
            throw unusable(settings, e);
        }
    }

    private Engine start(Home home, Registry settings) throws NotPrepared {
        try {
            var joins = new Engine.Joins(loans.board(), loans.reports(), loans.ticker(), loans.random());
            return Engine.start(loans.folder(), home, joins);
        } catch (IOException e) {
            throw unusable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable(settings, new IOException("interrupted"));
        }
    }

    private NotPrepared unusable(Registry settings, IOException e) {
        return new NotPrepared(
                List.of(
                        Problem.of(
                                settings.where(),
                                "registry",
                                "the registry cannot use its folder " + loans.folder() + ": " + reason(e),
                                "mend the folder, or take the registry out of the file; a folder that is moved away is begun anew, empty")));
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getFile() + ": " + failed.getReason()
                : String.valueOf(e.getMessage());
    }

    private ConsulServer open(Door door, Home home, Engine engine, Registry settings) throws NotPrepared {
        try {
            return ConsulServer.start(door, home, engine.registry(), engine.agent(), loans.ticker(), loans.random());
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
        private final @Nullable Running before = running;

        /** @param opened whether the server of {@code next} is a new one */
        Ready(Model model, @Nullable Running next, boolean opened) {
            this.model = model;
            this.next = next;
            this.opened = opened;
        }

        @Override
        public void activate() {
            synchronized (RegistryPlane.this) {
                if (closed) {
                    discard();
                    return;
                }
                running = next;
                Running last = next == null ? before : next;
                if (last != null) {
                    last.engine().arrivals().want(registered(), model.services().keySet());
                }
                if (next != null) {
                    next.engine().declarations().want(declared());
                    next.engine().declarations().observe(latest);
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

        private Set<String> declared() {
            var names = new HashSet<>(model.services().keySet());
            names.removeAll(registered());
            return names;
        }

        @Override
        public void settle() {
            synchronized (RegistryPlane.this) {
                Running last = next == null ? before : next;
                if (last != null) {
                    last.engine().arrivals().settle(model.services().keySet());
                }
                if (before != null && (next == null || opened)) {
                    before.server().close();
                }
                if (before != null && next == null) {
                    before.engine().close();
                }
            }
        }

        @Override
        public void discard() {
            if (next != null && opened) {
                next.server().close();
            }
            if (next != null && before == null) {
                next.engine().close();
            }
        }
    }

    static InetSocketAddress address(Registry settings) {
        InetAddress host = settings.listen().isAny()
                ? new InetSocketAddress(0).getAddress()
                : InetAddress.ofLiteral(settings.listen().host());
        return new InetSocketAddress(host, settings.listen().port());
    }

    @Override
    public synchronized long observe(Snapshot snapshot) {
        latest = snapshot;
        Running now = running;
        if (now != null) {
            now.engine().declarations().observe(snapshot);
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
            now.engine().close();
        }
    }
}
