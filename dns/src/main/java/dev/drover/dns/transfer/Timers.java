package dev.drover.dns.transfer;

import dev.drover.dns.name.Rdata;
import dev.drover.dns.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a secondary asks its primary, and for how long it may answer without (RFC 1035 section 3.3.13): the numbers of the SOA, within
 * reason; immutable.
 *
 * @param checked when the primary was last asked with success; {@link Instant#MIN} for never
 * @param next when it is asked again
 * @param expires when answers end
 */
record Timers(Instant checked, Instant next, Instant expires) {
    private static final Duration SHORTEST = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Nothing is there yet. */
    static Timers begin(Instant now) {
        return new Timers(Instant.MIN, now, Instant.MIN);
    }

    /** A zone that was kept is asked for at once. */
    static Timers kept(Zone zone, Instant checked, Instant now) {
        return new Timers(checked, now, checked.plus(expire(zone)));
    }

    Timers succeeded(Zone zone, Instant now) {
        return new Timers(now, now.plus(within(field(zone, 16))), now.plus(expire(zone)));
    }

    Timers failed(Instant now, Optional<Zone> zone) {
        Duration retry = zone.map(z -> within(field(z, 12))).orElse(SHORTEST);
        return new Timers(checked, now.plus(retry), expires);
    }

    Timers told(Instant now) {
        return new Timers(checked, now, expires);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    private static Duration expire(Zone zone) {
        return Duration.ofSeconds(Math.max(SHORTEST.toSeconds(), field(zone, 8)));
    }

    private static Duration within(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, SHORTEST.toSeconds(), LONGEST.toSeconds()));
    }

    /** So many bytes from the end of the SOA. */
    private static long field(Zone zone, int fromEnd) {
        Rdata soa = zone.soa().first();
        return soa.u32(soa.length() - fromEnd);
    }
}
