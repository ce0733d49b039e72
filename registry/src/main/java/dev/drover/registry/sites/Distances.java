package dev.drover.registry.sites;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.plane.Ticker;
import dev.drover.registry.near.Coordinate;
import dev.drover.registry.near.Vivaldi;
import dev.drover.registry.sites.Peers.Peer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far other nodes are, of this site and of others: one after the other is asked where it is, twice, and the second answer,
 * over a connection that is there, is timed. It holds what the answering takes, a fraction of a millisecond.
 */
final class Distances implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = System.getLogger("dev.drover.registry.sites");

    private final Peers peers;
    private final Way way;
    private final Ticker ticker;
    private final Vivaldi vivaldi;
    private final Map<String, Coordinate> places = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Coordinate here = Coordinate.ORIGIN;
    private volatile boolean measured;

    Distances(Peers peers, Way way, Ticker ticker, RandomGenerator random) {
        this.peers = peers;
        this.way = way;
        this.ticker = ticker;
        vivaldi = new Vivaldi(random);
        thread = Thread.ofVirtual().name("sites-distances").start(this::run);
    }

    /** What others are told. */
    byte[] told() {
        Coordinate now = here;
        ObjectNode all = JSON.createObjectNode()
                .put("Error", now.error())
                .put("Adjustment", now.adjustment())
                .put("Height", now.height());
        var vector = all.putArray("Vec");
        now.vector().forEach(vector::add);
        return all.toString().getBytes(UTF_8);
    }

    private static Coordinate read(byte[] bytes) throws IOException {
        JsonNode all = JSON.readTree(bytes);
        var vector = new ArrayList<Double>();
        for (JsonNode one : all.path("Vec")) {
            vector.add(one.asDouble());
        }
        return new Coordinate(
                vector,
                all.path("Error").asDouble(),
                all.path("Adjustment").asDouble(),
                all.path("Height").asDouble());
    }

    @Nullable
    Coordinate of(String node) {
        if (node.equalsIgnoreCase(peers.self())) {
            return measured ? here : null;
        }
        return places.get(node.toLowerCase(Locale.ROOT));
    }

    SequencedMap<String, SequencedMap<String, Coordinate>> bySite() {
        var all = new LinkedHashMap<String, SequencedMap<String, Coordinate>>();
        var own = new LinkedHashMap<String, Coordinate>();
        if (measured) {
            own.put(peers.self(), here);
        }
        all.put(peers.site(), own);
        peers.nodes().forEach((site, nodes) -> {
            for (Peer node : nodes) {
                Coordinate place = node.name().equals(peers.self()) ? null : of(node.name());
                if (place != null) {
                    all.computeIfAbsent(site, s -> new LinkedHashMap<>()).put(node.name(), place);
                }
            }
        });
        return all;
    }

    private void run() {
        List<Peer> others = peers.nodes().values().stream()
                .flatMap(List::stream)
                .filter(p -> !p.name().equals(peers.self()))
                .toList();
        try {
            for (int i = 0; !others.isEmpty(); i++) {
                Peer peer = others.get(i % others.size());
                try {
                    measure(peer);
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "the distance to {0} is not measured: {1}", peer.name(), e.getMessage());
                }
                if (closed.await(BETWEEN.toMillis() / Math.min(others.size(), 10), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Peer peer) throws IOException, InterruptedException {
        var _ = way.get(peer, Door.PLACE, PATIENCE);
        long began = ticker.nanos();
        byte[] answer = way.get(peer, Door.PLACE, PATIENCE);
        var took = Duration.ofNanos(ticker.nanos() - began);
        Coordinate place = read(answer);
        if (vivaldi.measured(peer.name(), place, took)) {
            here = vivaldi.coordinate();
            measured = true;
            places.put(peer.name().toLowerCase(Locale.ROOT), place);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
