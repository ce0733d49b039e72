package dev.drover.registry.sites;

import dev.drover.plane.Ticker;
import dev.drover.registry.sites.Peers.Peer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hears one other site: asks one of its nodes for its summary, again and again, and the next one where that does not answer. An answer
 * comes at once where there is news, else after {@link #WAIT}.
 */
final class Ear implements AutoCloseable {
    /** So seldom is it told that there is nothing new. */
    static final Duration WAIT = Duration.ofSeconds(3);

    /** A node that does not answer within so long is passed over. */
    static final Duration PATIENCE = WAIT.plusMillis(2500);

    /** Silence: one node may fall away and another be asked within it. */
    static final Duration SILENCE = Duration.ofSeconds(8);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = System.getLogger("dev.drover.registry.sites");

    private final String site;
    private final List<Peer> nodes;
    private final Way way;
    private final Quorum quorum;
    private final Ticker ticker;
    private final long began;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread asking;
    private final Thread watching;

    private volatile @Nullable Heard last;
    private volatile @Nullable Instant silentSince;
    private volatile String trouble = "";

    /** A summary and when it came. */
    private record Heard(Summary summary, Peer from, long at, Instant time) {}

    Ear(String site, List<Peer> nodes, Way way, Quorum quorum, Ticker ticker) {
        this.site = site;
        this.nodes = List.copyOf(nodes);
        this.way = way;
        this.quorum = quorum;
        this.ticker = ticker;
        began = ticker.nanos();
        asking = Thread.ofVirtual().name("sites-hear-" + site).start(this::ask);
        watching = Thread.ofVirtual().name("sites-watch-" + site).start(this::watch);
    }

    String site() {
        return site;
    }

    List<Peer> nodes() {
        return nodes;
    }

    /** Who was heard last, first. */
    List<Peer> byPreference() {
        Heard now = last;
        if (now == null) {
            return nodes;
        }
        var order = new java.util.ArrayList<>(List.of(now.from()));
        nodes.stream().filter(n -> !n.equals(now.from())).forEach(order::add);
        return order;
    }

    Optional<Summary> summary() {
        return Optional.ofNullable(last).map(Heard::summary);
    }

    /** Since when it is not heard; empty while it is. */
    Optional<Instant> silentSince() {
        return Optional.ofNullable(silentSince);
    }

    /** Why its nodes could not be asked, at the last try. */
    String trouble() {
        return trouble;
    }

    private void ask() {
        int node = 0;
        int failed = 0;
        try {
            while (closed.getCount() > 0 && !nodes.isEmpty()) {
                Peer peer = nodes.get(node % nodes.size());
                try {
                    hear(peer);
                    failed = 0;
                } catch (IOException e) {
                    trouble = String.valueOf(e.getMessage());
                    LOG.log(Level.DEBUG, "site {0} is not heard: {1}", site, trouble);
                    way.giveUp(peer);
                    node++;
                    if (++failed % nodes.size() == 0 && closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Peer peer) throws IOException, InterruptedException {
        Heard before = last;
        String known = before != null && before.from().equals(peer) && silentSince == null
                ? "?epoch=" + before.summary().epoch() + "&version="
                        + before.summary().version() + "&wait=" + WAIT.toMillis()
                : "";
        Summary summary = Summary.read(way.get(peer, Door.SUMMARY + known, PATIENCE));
        if (!summary.site().equals(site)) {
            throw new IOException(peer.name() + " says that it stands at " + summary.site() + ", not at " + site);
        }
        last = new Heard(summary, peer, ticker.nanos(), ticker.instant());
        trouble = "";
        quorum.heard(site, summary.said());
        if (silentSince != null || before == null) {
            silentSince = null;
            LOG.log(Level.INFO, "site {0} is heard, by {1}", site, peer.name());
        }
    }

    private void watch() {
        try {
            while (!closed.await(500, TimeUnit.MILLISECONDS)) {
                Heard now = last;
                long since = now == null ? began : now.at();
                if (silentSince == null && ticker.nanos() - since > SILENCE.toNanos()) {
                    silentSince = now == null ? ticker.instant().minus(SILENCE) : now.time();
                    quorum.silent(site);
                    LOG.log(
                            Level.WARNING,
                            "site {0} is silent, and what was known of it holds: {1}",
                            site,
                            nodes.isEmpty() ? "none of its nodes has an address" : trouble);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        asking.interrupt();
        watching.interrupt();
    }
}
