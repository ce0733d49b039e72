package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.Tidying;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/**
 * A member of the ensemble in this process, from the moment its node starts: it founds the ensemble or joins it, catches up, votes, and is started
 * again whenever it stops by itself, as it does when its disk is full. Nothing of this ends the process.
 *
 * <p>It starts at once and does the rest by itself; until then, and whenever it cannot, {@link #trouble} says why.
 */
public final class EnsembleMember implements Coordinator {
    private static final System.Logger LOG = System.getLogger(EnsembleMember.class.getName());
    private static final long LOOK_MILLIS = 500;

    /** How often a server of this process wanted to end it. */
    private static final AtomicLong GIVEN_UP = new AtomicLong();

    private final Settings settings;
    private final Place self;
    private final Identity identity;
    private final ClientCredentials credentials;
    private final MemberFiles files;
    private final Founding founding;
    private final Tidying tidying;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private @Nullable Doorstep doorstep;
    private volatile @Nullable Peer peer;
    private volatile @Nullable String trouble;
    private long givenUpBefore;

    /**
     * Which member it is, and of what.
     *
     * @param folder where its data lie
     * @param name of this node, one of the members
     * @param members as declared, the first is the founder
     */
    public record Settings(Path folder, String name, List<Place> members, Ports ports, SiteKey key) {
        public Settings {
            members = List.copyOf(members);
        }

        /** Where clients ask: any of the declared members. */
        public String connect() {
            return members.stream().map(m -> m.at(ports.clients())).collect(Collectors.joining(","));
        }

        private List<String> addresses() {
            return members.stream().map(Place::address).toList();
        }
    }

    private EnsembleMember(Settings settings, Place self, Identity identity) throws IOException {
        this.settings = settings;
        this.self = self;
        this.identity = identity;
        credentials = ClientCredentials.write(identity, settings.folder);
        files = new MemberFiles(settings.folder);
        founding = new Founding(self, settings.members, settings.folder);
        tidying = Tidying.start(settings.folder);
        keeper = Thread.ofVirtual().name("registry-member").start(this::keep);
    }

    /** Starts it. The folder is made if it is not there. */
    public static EnsembleMember start(Settings settings) throws IOException {
        var self = settings.members.stream()
                .filter(m -> m.name().equals(settings.name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(settings.name + " is not a member"));
        Files.createDirectories(settings.folder);
        ServiceUtils.setSystemExitProcedure(code -> {
            GIVEN_UP.incrementAndGet();
            LOG.log(Level.ERROR, "a server of the registry gives up, code {0}", code);
        });
        // A node may be asked at the address of any member: each could issue itself any certificate anyway.
        var identity = Authority.of(settings.key).issue(settings.addresses());
        ProcessIdentity.use(identity);
        return new EnsembleMember(settings, self, identity);
    }

    @Override
    public ZooKeeperRegistry.Settings settings() {
        return ZooKeeperRegistry.Settings.of(settings.connect(), settings.key.password())
                .withClient(credentials.properties());
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Who belongs to the ensemble, asked from here. */
    public Ensemble ensemble() {
        return new Ensemble(settings.connect(), credentials.properties());
    }

    /** Whether it has a vote and knows a leader. */
    public boolean serves() {
        Peer now = peer;
        return now != null && now.serves() && votes(now) && !files.joins();
    }

    /** Whether it is the leader. */
    public boolean leads() {
        Peer now = peer;
        return now != null && now.serves() && now.leader != null;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tidying.close();
    }

    private void keep() {
        try {
            do {
                try {
                    tell(Level.INFO, step());
                } catch (IOException e) {
                    tell(Level.WARNING, String.valueOf(e.getMessage()));
                }
            } while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    /** Does what is to be done now; what is in the way, or null. */
    private @Nullable String step() throws IOException, InterruptedException {
        Peer now = peer;
        if (now == null) {
            return files.belongs() ? begin() : settle();
        }
        if (now.failure().isPresent() || !now.isAlive() || GIVEN_UP.get() != givenUpBefore) {
            var why = now.failure().orElse("the registry's server has stopped by itself and is started again");
            stop();
            throw new IOException(why);
        }
        if (now.roll().seat(files.number()).isEmpty() && !files.joins()) {
            stop();
            throw removed();
        }
        if (!now.serves()) {
            return "the registry has no leader: fewer than half of the members see each other, or they are about to choose one";
        }
        if (!votes(now)) {
            return takeSeat(now);
        }
        files.joined();
        return null;
    }

    private String begin() throws IOException {
        if (files.members().seat(files.number()).isEmpty()) {
            throw removed();
        }
        closeDoorstep();
        givenUpBefore = GIVEN_UP.get();
        try {
            peer = Peer.start(settings.folder, files);
            return "its part of the registry starts";
        } catch (IOException e) {
            throw new IOException(
                    "the registry in " + settings.folder + " does not start: " + e.getMessage()
                            + "\n  fix: if its data are spoilt, move " + settings.folder
                            + " away: it takes everything from the other members",
                    e);
        }
    }

    /** Founds an ensemble or begins to join one, as soon as that is safe. */
    private String settle() throws IOException, InterruptedException {
        if (doorstep == null) {
            doorstep = new Doorstep(
                    identity,
                    self.address(),
                    settings.ports.clients(),
                    founding.founder().name());
        }
        var answers = new LinkedHashMap<Place, Answer>();
        for (var other : settings.members) {
            if (!other.equals(self)) {
                answers.put(other, Doorstep.ask(identity, other.address(), settings.ports.clients()));
            }
        }
        return switch (founding.decide(files.holdsData(), answers)) {
            case Founding.Decision.Found() -> {
                var seat = new Seat(1, self.address(), settings.ports, true);
                files.settle(seat.number(), new Roll(0, List.of(seat)));
                LOG.log(Level.INFO, "{0} founds the registry''s ensemble", settings.name);
                yield begin();
            }
            case Founding.Decision.Join(List<Place> by) -> {
                beginToJoin(by);
                yield begin();
            }
            case Founding.Decision.Wait(String why) -> why;
            case Founding.Decision.Refuse(String why) -> throw new IOException(why);
        };
    }

    private void beginToJoin(List<Place> by) throws IOException, InterruptedException {
        var connect = by.stream().map(p -> p.at(settings.ports.clients())).collect(Collectors.joining(","));
        Roll roll;
        try {
            roll = new Ensemble(connect, credentials.properties()).members();
        } catch (Unavailable e) {
            throw new IOException("waits to join: " + e.getMessage(), e);
        }
        int number = roll.freeNumber(settings.members.indexOf(self), settings.members.size())
                .orElseThrow(() -> new IOException("there is no number left for another member"));
        var seats = roll.seats().stream()
                .filter(s -> !s.address().equals(self.address()))
                .collect(Collectors.toCollection(ArrayList::new));
        // ZooKeeper's way to join: with a vote by its own list alone, which nobody else has (ZooKeeper Dynamic
        // Reconfiguration, "Adding
        // servers"). So it follows, and has no say yet.
        seats.add(new Seat(number, self.address(), settings.ports, true));
        files.join(number, new Roll(0, seats));
        LOG.log(Level.INFO, "{0} joins the registry''s ensemble as number {1}", settings.name, number);
    }

    private String takeSeat(Peer now) throws IOException, InterruptedException {
        var seat = new Seat(files.number(), self.address(), settings.ports, true);
        try {
            ensemble().join(seat);
            return now.serves()
                    ? "it has caught up and gets its vote in the registry"
                    : "it takes what the registry holds";
        } catch (Unavailable e) {
            return "it takes what the registry holds: " + e.getMessage();
        }
    }

    private IOException removed() {
        return new IOException(
                settings.name + " was removed from the ensemble\n  fix: remove it from registry.ensemble, or move "
                        + settings.folder + " away: then it joins again");
    }

    private boolean votes(Peer now) {
        try {
            return now.roll().seat(files.number()).filter(Seat::votes).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void tell(Level level, @Nullable String now) {
        if (now != null && !now.equals(trouble)) {
            LOG.log(level, "{0}", now);
        } else if (now == null && trouble != null) {
            LOG.log(Level.INFO, "{0} takes part in the registry''s ensemble", settings.name);
        }
        trouble = now;
    }

    private void stop() {
        closeDoorstep();
        Peer now = peer;
        peer = null;
        if (now != null) {
            now.end();
        }
    }

    private void closeDoorstep() {
        if (doorstep != null) {
            try {
                doorstep.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a door was not closed: {0}", e.getMessage());
            }
            doorstep = null;
        }
    }
}
