package dev.drover.registry.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What host names that instances registered with stand for, by this machine's resolver. They are looked up aside, so that a slow
 * one holds up nobody, and again now and then; the last good answer stays.
 */
final class Names {
    private final Lookup lookup;
    private final Runnable changed;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** Asks the machine. */
    interface Lookup {
        InetAddress of(String host) throws IOException;
    }

    /** The last good answer, or why there is none. */
    private record Known(Optional<InetAddress> address, String failure) {}

    /** @param changed called when a name came to mean something else */
    Names(Lookup lookup, Runnable changed) {
        this.lookup = lookup;
        this.changed = changed;
    }

    /** That of a literal, or the last good answer. A new name is begun to be looked up. */
    Optional<InetAddress> of(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            Known answer = known.get(host);
            if (answer == null) {
                known.put(host, new Known(Optional.empty(), "being looked up"));
                begin(host);
                return Optional.empty();
            }
            return answer.address();
        }
    }

    /** Why there is no address; empty where there is one. */
    String failure(String host) {
        Known answer = known.get(host);
        return answer == null ? "" : answer.failure();
    }

    /** Looks all of them up again, and forgets the others. */
    void refresh(Set<String> used) {
        known.keySet().retainAll(used);
        known.keySet().forEach(this::begin);
    }

    private void begin(String host) {
        Thread.ofVirtual().name("registry-name " + host).start(() -> look(host));
    }

    private void look(String host) {
        Known before = known.get(host);
        Known now;
        try {
            now = new Known(Optional.of(lookup.of(host)), "");
        } catch (IOException e) {
            Optional<InetAddress> kept = before == null ? Optional.empty() : before.address();
            now = new Known(kept, host + " cannot be resolved");
        }
        if (known.replace(host, now) != null
                && (before == null || !before.address().equals(now.address()))) {
            changed.run();
        }
    }
}
