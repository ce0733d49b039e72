package dev.drover.dns.steer;

import dev.drover.policy.steer.Situation;
import dev.drover.policy.steer.Steering;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom networks of clients were answered last, for names that are sticky: of each name the 10,000 networks that asked last. It lives as
 * long as the process, and is this node's alone.
 */
public final class Stays {
    private static final int NETWORKS = 10_000;

    private final Map<String, Map<Long, String>> byName;
    private final boolean learns;

    /** Nobody was answered yet. */
    public Stays() {
        this(new HashMap<>(), true);
    }

    private Stays(Map<String, Map<Long, String>> byName, boolean learns) {
        this.byName = byName;
        this.learns = learns;
    }

    /** The same for whoever only wants to know what would be answered. */
    public Stays unchanged() {
        return new Stays(byName, false);
    }

    /** What counts for a name at that time. */
    public Situation situation(String name, Instant now) {
        return new Situation(now, network -> before(name, network));
    }

    private Optional<String> before(String name, long network) {
        synchronized (byName) {
            return Optional.ofNullable(byName.getOrDefault(name, new Latest()).get(network));
        }
    }

    void answered(String name, InetAddress client, String candidate) {
        if (learns) {
            synchronized (byName) {
                byName.computeIfAbsent(name, n -> new Latest()).put(Steering.network(client), candidate);
            }
        }
    }

    /** All others are gone from the model. */
    public void keep(Set<String> names) {
        synchronized (byName) {
            byName.keySet().retainAll(names);
        }
    }

    private static final class Latest extends LinkedHashMap<Long, String> {
        private static final long serialVersionUID = 1;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > NETWORKS;
        }
    }
}
