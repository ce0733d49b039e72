package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What zones above showed last. Safe for all threads. */
final class Looks {
    private final Above above;
    private final Semaphore room;
    private final Map<DnsName, Looked> all = new ConcurrentHashMap<>();

    /** @param most so many zones are asked of at once */
    Looks(Above above, int most) {
        this.above = above;
        this.room = new Semaphore(most);
    }

    /** What the zone above showed of the key with a number. */
    private record Looked(int number, Look look) {}

    void keep(Set<DnsName> zones) {
        all.keySet().retainAll(zones);
    }

    /** Asks all servers of the zone above for the DS record of a key. What any of them showed meanwhile may be kept by others as long as it said. */
    Look at(Watched zone, int number) {
        room.acquireUninterruptibly();
        try {
            Looked before = all.get(zone.zone());
            Duration kept =
                    before != null && before.number() == number ? before.look().ttl() : Duration.ZERO;
            Look look = zone.look(above, number).keeping(kept);
            all.put(zone.zone(), new Looked(number, look));
            return look;
        } finally {
            room.release();
        }
    }

    /** Whether this node has asked the zone above, whatever came of it. */
    boolean isAsked(DnsName zone) {
        return all.containsKey(zone);
    }

    /** Why the zone above cannot be said to vouch for the next key, in words. */
    String why(DnsName zone) {
        Looked last = all.get(zone);
        return last == null
                ? "the zone above has not been asked yet"
                : last.look().why();
    }
}
