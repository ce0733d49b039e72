package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.rollover.Succession.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * For how long this node has known how far zones have got, by the monotonic clock: a wall clock that is put forward is not to take a key away
 * early. Safe for all threads.
 */
final class Acquaintance {
    /** Of a step that was there when this node began: how much older it is nobody can measure. */
    static final Duration AT_LEAST = Duration.ofDays(1);

    private final Map<DnsName, Met> all = new HashMap<>();

    /** @param found whether it was there at the first look */
    private record Met(Succession at, long nanos, boolean found) {}

    /** What is known now. */
    synchronized void meet(Map<DnsName, Succession> known, long nanos) {
        all.keySet().retainAll(known.keySet());
        known.forEach((zone, at) -> {
            Met before = all.get(zone);
            if (before == null) {
                all.put(zone, new Met(at, nanos, true));
            } else if (!isSame(before.at(), at)) {
                all.put(zone, new Met(at, nanos, false));
            }
        });
    }

    /** Somebody who says the same as the zone above did makes no other time of it. */
    private static boolean isSame(Succession one, Succession other) {
        return (one.stage() instanceof Stage.Vouched a && other.stage() instanceof Stage.Vouched b)
                ? one.key() == other.key() && a.at().equals(b.at())
                : one.step() == other.step();
    }

    /** Whether it is known for as long as the old key has to stay. */
    synchronized boolean isLong(DnsName zone, Stage.Vouched vouched, long nanos) {
        Met met = all.get(zone);
        if (met == null
                || !(met.at().stage() instanceof Stage.Vouched known)
                || !known.at().equals(vouched.at())) {
            return false;
        }
        Duration stays = Duration.between(vouched.at(), vouched.until());
        Duration needed = met.found() && stays.compareTo(AT_LEAST) > 0 ? AT_LEAST : stays;
        return nanos - met.nanos() >= needed.toNanos();
    }
}
