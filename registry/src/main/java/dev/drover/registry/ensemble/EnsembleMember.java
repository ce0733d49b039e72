package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import dev.drover.registry.store.Tidying;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/**
 * A member of the ensemble in this process, or a node that may become one, from the moment it starts: it founds the ensemble or joins it, catches
 * up, votes, and is started again whenever it stops by itself, as it does when its disk is full. Nothing of this ends the process.
 *
 * <pre>
 * client --named--> joins --caught up--> votes --{@link #leave}--> left --{@link #join}--> joins
 *                     ^                    |
 *                     +--- lost its disk --+
 * </pre>
 *
 * <p>It starts at once and does the rest by itself; until then, and whenever it cannot, {@link #trouble} says why. Who is named no longer goes on
 * as long as it has a vote: nobody is taken out by the file alone.
 */
public final class EnsembleMember implements Belonging {
    private static final System.Logger LOG = System.getLogger(EnsembleMember.class.getName());
    private static final long LOOK_MILLIS = 500;

    /** How often a server of this process wanted to end it. */
    private static final AtomicLong GIVEN_UP = new AtomicLong();

    private final Place self;
    private final ClientCredentials credentials;
    private final MemberFiles files;
    private final Entrance entrance;
    private final Lookout lookout;
    private final Known known = new Known();
    private final Tidying tidying;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.NONE);
    private final Thread keeper;
    private volatile Settings settings;
    private volatile @Nullable Peer peer;
    private volatile @Nullable String trouble;
    private long givenUpBefore;

    /** What somebody asked for, and the keeper has not done yet. */
    private enum Wish {
        NONE,
        LEAVE,
        JOIN
    }

    /**
     * Which member it is, and of what.
     *
     * @param folder where its data lie
     * @param name of this node
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

        Settings with(List<Place> others) {
            return new Settings(folder, name, others, ports, key);
        }
    }

    private EnsembleMember(Settings settings, Place self, Identity identity) throws IOException {
        this.settings = settings;
        this.self = self;
        credentials = ClientCredentials.write(identity, settings.folder);
        files = new MemberFiles(settings.folder);
        entrance = new Entrance(self, identity, credentials, files);
        lookout = new Lookout(identity);
        tidying = Tidying.start(settings.folder);
        keeper = Thread.ofVirtual().name("registry-member").start(this::keep);
    }

    /** Starts a declared member. The folder is made if it is not there. */
    public static EnsembleMember start(Settings settings) throws IOException {
        var self = settings.members.stream()
                .filter(m -> m.name().equals(settings.name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(settings.name + " is not a member"));
        return start(settings, self);
    }

    /** Starts a node that is reached at its place, whether it is declared a member or not. */
    static EnsembleMember start(Settings settings, Place self) throws IOException {
        Files.createDirectories(settings.folder);
        ServiceUtils.setSystemExitProcedure(code -> {
            GIVEN_UP.incrementAndGet();
            LOG.log(Level.ERROR, "a server of the registry gives up, code {0}", code);
        });
        // A node may be asked at the address of any member: each could issue itself any certificate anyway.
        var addresses = Stream.concat(Stream.of(self), settings.members.stream())
                .map(Place::address)
                .distinct()
                .toList();
        var identity = Authority.of(settings.key).issue(addresses);
        ProcessIdentity.use(identity);
        return new EnsembleMember(settings, self, identity);
    }

    @Override
    public ZooKeeperRegistry.Settings settings() {
        return ZooKeeperRegistry.Settings.of(connect(), settings.key.password()).withClient(credentials.properties());
    }

    @Override
    public String connect() {
        return settings.connect();
    }

    @Override
    public void want(List<Place> members) {
        settings = settings.with(members);
    }

    private boolean isNamed() {
        return settings.members.contains(self);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Who belongs to the ensemble, asked from here. */
    public Ensemble ensemble() {
        return new Ensemble(connect(), credentials.properties());
    }

    @Override
    public Census look() throws InterruptedException {
        return known.look(lookout, settings, ensemble());
    }

    @Override
    public boolean leave(String address) throws Unavailable, InterruptedException {
        boolean sat = ensemble().leave(address);
        if (self.address().equals(Place.plain(address)) && isPartOfIt()) {
            wish.set(Wish.LEAVE);
        }
        return sat;
    }

    private boolean isPartOfIt() {
        return peer != null && !files.joins();
    }

    @Override
    public void join() throws IOException {
        if (!isNamed()) {
            throw new IOException("registry.ensemble does not name " + self);
        }
        wish.set(Wish.JOIN);
    }

    @Override
    public boolean hasLeft() {
        return files.hasLeft() || wish.get() == Wish.LEAVE;
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
        asked();
        if (files.hasLeft()) {
            stop();
            return isNamed() ? left() : null;
        }
        Peer now = peer;
        if (now == null) {
            return isNamed() || files.belongs() ? begin() : idle();
        }
        if (now.failure().isPresent() || !now.isAlive() || GIVEN_UP.get() != givenUpBefore) {
            var why = now.failure().orElse("the registry's server has stopped by itself and is started again");
            stop();
            throw new IOException(why);
        }
        if (now.roll().seat(files.number()).isEmpty() && !files.joins()) {
            return removed();
        }
        if (!isNamed() && !files.belongs()) {
            return idle();
        }
        return takePart(now);
    }

    private @Nullable String takePart(Peer now) throws IOException, InterruptedException {
        if (!now.serves()) {
            return "the registry has no leader: fewer than half of the members see each other, or they are about to choose one";
        }
        if (!votes(now)) {
            return takeSeat(now);
        }
        files.joined();
        known.learn(now.roll());
        return isNamed()
                ? null
                : settings.name + " still votes in the registry's ensemble, though registry.ensemble does not name it"
                        + "\n  fix: drover leave " + settings.name;
    }

    /** Does what somebody asked for meanwhile. */
    private void asked() throws IOException {
        switch (wish.getAndSet(Wish.NONE)) {
            case NONE -> {}
            case LEAVE -> files.leave();
            case JOIN -> {
                if (files.hasLeft()) {
                    files.comeBack();
                }
            }
        }
    }

    /** It is a client of the others. */
    private @Nullable String idle() {
        stop();
        return null;
    }

    private String removed() throws IOException {
        stop();
        files.leave();
        LOG.log(Level.WARNING, "{0} no longer belongs to the registry''s ensemble", settings.name);
        return left();
    }

    private String left() {
        return settings.name + " left the registry's ensemble, and registry.ensemble names it"
                + "\n  fix: take it out of registry.ensemble, or have it come back: drover join";
    }

    private String begin() throws IOException, InterruptedException {
        if (!files.belongs()) {
            var waits = entrance.enter(settings);
            if (waits.isPresent()) {
                return waits.get();
            }
        }
        if (files.members().seat(files.number()).isEmpty()) {
            return removed();
        }
        entrance.close();
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
        } else if (now == null && trouble != null && peer != null) {
            LOG.log(Level.INFO, "{0} takes part in the registry''s ensemble", settings.name);
        }
        trouble = now;
    }

    private void stop() {
        entrance.close();
        Peer now = peer;
        peer = null;
        if (now != null) {
            now.end();
        }
    }
}
