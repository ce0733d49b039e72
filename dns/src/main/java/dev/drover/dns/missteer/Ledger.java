package dev.drover.dns.missteer;

import dev.drover.model.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many requests of whom arrived where, of the networks that were seen last; bounded. */
final class Ledger {
    private static final int MOST = 20_000;

    private final Map<Key, Counts> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Counts> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Who asked for what.
     *
     * @param resolver whose network it is; empty where that is not known
     * @param tells whether it told of its client
     */
    record Key(String name, Optional<Network> resolver, boolean tells, Network client) {}

    /** One line of it. */
    record Line(Key key, long requests, long elsewhere) {}

    private static final class Counts {
        private long requests;
        private long elsewhere;
    }

    synchronized void add(Key key, long many, boolean elsewhere) {
        Counts of = counts.computeIfAbsent(key, k -> new Counts());
        of.requests += many;
        of.elsewhere += elsewhere ? many : 0;
    }

    synchronized List<Line> lines() {
        var lines = new ArrayList<Line>();
        counts.forEach((key, of) -> lines.add(new Line(key, of.requests, of.elsewhere)));
        return lines;
    }

    synchronized void clear() {
        counts.clear();
    }
}
