package dev.drover.registry.sites;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.plane.Registrations.OtherSite;
import dev.drover.plane.Ticker;
import dev.drover.registry.sites.Elsewhere.Asked;
import dev.drover.registry.sites.Elsewhere.Told;
import dev.drover.registry.sites.Peers.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The other sites of one model: hears each, and asks their nodes, who was heard last first. */
final class OtherSites implements AutoCloseable {
    /** Why a node does not do something is told in no more characters. */
    private static final int WORDS = 500;

    private final @Nullable Way way;
    private final SequencedMap<String, Ear> ears;

    private OtherSites(@Nullable Way way, SequencedMap<String, Ear> ears) {
        this.way = way;
        this.ears = ears;
    }

    static OtherSites none() {
        return new OtherSites(null, new LinkedHashMap<>());
    }

    static OtherSites of(Peers peers, Way way, Quorum quorum, Ticker ticker) {
        var ears = new LinkedHashMap<String, Ear>();
        for (String site : peers.sites()) {
            if (!site.equals(peers.site())) {
                ears.put(site, new Ear(site, peers.inOrder(site), way, quorum, ticker));
            }
        }
        return new OtherSites(way, ears);
    }

    Set<String> names() {
        return ears.keySet();
    }

    /** What is heard of them. */
    List<OtherSite> told() {
        return ears.values().stream().map(OtherSites::told).toList();
    }

    private static OtherSite told(Ear ear) {
        Summary.Size size = ear.summary().map(Summary::size).orElse(Summary.Size.NONE);
        return new OtherSite(
                ear.site(),
                ear.summary().map(Summary::node).orElse(""),
                ear.silentSince(),
                ear.trouble(),
                size.services(),
                size.instances(),
                size.up());
    }

    /** To the nodes of one site. */
    private record Route(Way way, List<Peer> peers) {}

    private Route route(String site) throws IOException {
        Ear ear = ears.get(site);
        if (ear == null || way == null) {
            throw new IOException("there is no site " + site);
        }
        if (ear.silentSince().isPresent()) {
            throw new IOException(site + " is silent");
        }
        return new Route(way, ear.byPreference());
    }

    private static IOException nobody(String site) {
        return new IOException("no node of " + site + " has an address");
    }

    /**
     * Asks a node of a site once, and the next one only where nothing can have been done.
     *
     * @throws IOException if none answers
     */
    Told ask(String site, Asked what) throws IOException, InterruptedException {
        Route route = route(site);
        IOException failure = nobody(site);
        for (Peer peer : route.peers()) {
            try {
                return route.way().ask(peer, what);
            } catch (IOException e) {
                failure = e;
                if (!what.method().equals("GET")) {
                    break; // it may have been done
                }
            }
        }
        throw failure;
    }

    /**
     * Asks one node of a site after the other for what may be done twice.
     *
     * @throws IOException if none does it
     */
    byte[] post(String site, String target, byte[] body, Duration patience) throws IOException, InterruptedException {
        Route route = route(site);
        IOException failure = nobody(site);
        for (Peer peer : route.peers()) {
            try {
                Told told = route.way().ask(peer, new Asked("POST", target, "", body, patience));
                if (told.status() == 200) {
                    return told.body();
                }
                failure = new IOException(peer.name() + " answers " + words(told));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static String words(Told told) {
        String words = new String(told.body(), UTF_8);
        return words.isBlank() || words.length() > WORDS ? String.valueOf(told.status()) : words;
    }

    @Override
    public void close() {
        ears.values().forEach(Ear::close);
        if (way != null) {
            way.close();
        }
    }
}
