package dev.drover.registry.sites;

import dev.drover.plane.Registrations.OtherSite;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.ensemble.SiteTls;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.near.Coordinate;
import dev.drover.registry.near.Nearest;
import dev.drover.registry.state.State;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The way to other sites: it listens for their nodes, hears what they measure, and asks them for others. */
public final class SiteLink implements Elsewhere, Door.Inside, AutoCloseable {
    /** The size of the registry is counted so often at most. */
    private static final Duration COUNT = Duration.ofSeconds(1);

    private final Registry registry;
    private final Quorum quorum;
    private final Optional<SiteKey> key;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final String epoch;

    private volatile Names names = (_, _, _) -> null;
    private volatile Common common = (what, _) -> {
        throw new Unavailable("this site keeps no " + what, false);
    };
    private volatile Peers peers = Peers.NONE;
    private volatile OtherSites abroad = OtherSites.none();
    private volatile @Nullable Distances distances;
    private volatile Summary summary = Summary.NOTHING;
    private @Nullable Door door;
    private @Nullable SSLContext tls;
    private long counted;
    private long countedAt;

    /** Tells other sites what names are made of; null while nothing is known. */
    public interface Names {
        byte @Nullable [] told(String kind, String name, byte[] query);
    }

    /** Does what other sites want with what this one keeps for all, and tells it. */
    public interface Common {
        /**
         * Does it.
         *
         * @throws Unavailable if this site does not keep it, or cannot tell
         */
        byte[] told(String what, byte[] wish) throws Unavailable;
    }

    /** @param key of the secret that all nodes have in common; without one there are no other sites */
    public SiteLink(Registry registry, Quorum quorum, Optional<SiteKey> key, Ticker ticker, RandomGenerator random) {
        this.registry = registry;
        this.quorum = quorum;
        this.key = key;
        this.ticker = ticker;
        this.random = random;
        epoch = Long.toHexString(random.nextLong());
        quorum.whenChanged(this::changed);
    }

    /**
     * Listens for these, if that is needed and not done yet.
     *
     * @return whether it was done now
     */
    public synchronized boolean open(Peers wanted) throws IOException {
        if (door != null || !wanted.areSeveral() || wanted.address().isEmpty() || key.isEmpty()) {
            return false;
        }
        door = new Door(tls(wanted), wanted.address().get(), wanted.port(), this);
        return true;
    }

    private SSLContext tls(Peers wanted) {
        SSLContext now = tls;
        if (now == null) {
            now = SiteTls.of(key.orElseThrow(), wanted.address().map(List::of).orElse(List.of()));
            tls = now;
        }
        return now;
    }

    /** Listens no more: what was opened is not wanted. */
    public synchronized void shut() {
        if (door != null) {
            door.close();
            door = null;
        }
    }

    /**
     * These are the sites from now on.
     *
     * @param consul answers Consul's API to them
     */
    public synchronized void use(Peers now, Handler consul) {
        boolean same = now.nodes().equals(peers.nodes()) && now.site().equals(peers.site());
        peers = now;
        if (door != null) {
            door.lead(consul);
        }
        quorum.use(now);
        if (!same) {
            hangUp();
            if (now.areSeveral() && key.isPresent()) {
                begin(now);
            }
        }
        changed();
    }

    private void begin(Peers now) {
        var way = new Way(tls(now), now.port());
        abroad = OtherSites.of(now, way, quorum, ticker);
        distances = new Distances(now, way, ticker, random);
    }

    private void hangUp() {
        Distances measuring = distances;
        if (measuring != null) {
            measuring.close();
            distances = null;
        }
        abroad.close();
        abroad = OtherSites.none();
    }

    /** After a model without other sites. */
    public synchronized void settle() {
        if (!peers.areSeveral()) {
            shut();
        }
    }

    private synchronized void changed() {
        renew(summary.size());
    }

    private void renew(Summary.Size size) {
        Map<?, ?> before = summary.said();
        var said = quorum.said();
        if (!said.equals(before)
                || !size.equals(summary.size())
                || !summary.site().equals(peers.site())) {
            summary = new Summary(peers.site(), peers.self(), epoch, summary.version() + 1, size, said);
            notifyAll();
        }
    }

    /** How much there is in the registry, not counted oftener than it changes, nor than every second. */
    private void count() {
        State state = registry.state();
        long now = ticker.nanos();
        if (state.index() == counted || (counted != 0 && now - countedAt < COUNT.toNanos())) {
            return;
        }
        counted = state.index();
        countedAt = now;
        var all = state.instances();
        int up = (int) all.stream()
                .filter(s -> state.checksFor(s).stream().noneMatch(c -> c.status() == CheckStatus.CRITICAL))
                .count();
        renew(new Summary.Size(state.serviceCount(), all.size(), up));
    }

    @Override
    public synchronized byte[] summary(String knownEpoch, long version, Duration atMost) throws InterruptedException {
        long end = ticker.nanos() + atMost.toNanos();
        count();
        while (knownEpoch.equals(epoch) && version == summary.version()) {
            long left = (end - ticker.nanos()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(Math.min(left, COUNT.toMillis()));
            count();
        }
        return summary.written();
    }

    @Override
    public byte[] place() {
        Distances now = distances;
        return now == null ? new byte[0] : now.told();
    }

    /** From now on these tell other sites what names are made of, and what this site keeps for all. */
    public void tell(Names teller, Common keeper) {
        names = teller;
        common = keeper;
    }

    @Override
    public byte @Nullable [] names(String kind, String name, byte[] query) {
        return names.told(kind, name, query);
    }

    @Override
    public byte[] common(String what, byte[] wish) throws Unavailable {
        return common.told(what, wish);
    }

    /**
     * Asks a node of that site what its catalog holds.
     *
     * @throws IOException if none tells
     */
    public byte[] names(String site, String kind, String name, byte[] query, Duration patience)
            throws IOException, InterruptedException {
        String target = Door.NAMES + "?kind=" + kind + "&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return abroad.post(site, target, query, patience);
    }

    /**
     * Asks a node of that site to do something with what it keeps for all, which may be done twice, and to tell it.
     *
     * @throws IOException if none does
     */
    public byte[] common(String site, String what, byte[] wish, Duration patience)
            throws IOException, InterruptedException {
        return abroad.post(site, Door.COMMON + "?what=" + what, wish, patience);
    }

    /** What is heard of the other sites. */
    public List<OtherSite> others() {
        return abroad.told();
    }

    /** All other sites. */
    public Set<String> names() {
        return abroad.names();
    }

    @Override
    public List<String> sites() {
        var members = new LinkedHashMap<String, List<@Nullable Coordinate>>();
        SequencedMap<String, SequencedMap<String, Coordinate>> known = places();
        for (String site : abroad.names()) {
            var all = new ArrayList<@Nullable Coordinate>(
                    known.getOrDefault(site, new LinkedHashMap<>()).values());
            members.put(site, all);
        }
        return Nearest.sites(place(peers.self()), members);
    }

    @Override
    public Told ask(String site, Asked what) throws IOException, InterruptedException {
        return abroad.ask(site, what);
    }

    @Override
    public @Nullable Coordinate place(String node) {
        Distances now = distances;
        return now == null ? null : now.of(node);
    }

    @Override
    public SequencedMap<String, SequencedMap<String, Coordinate>> places() {
        Distances now = distances;
        return now == null ? new LinkedHashMap<>() : now.bySite();
    }

    @Override
    public void close() {
        synchronized (this) {
            hangUp();
            notifyAll();
        }
        shut();
    }
}
