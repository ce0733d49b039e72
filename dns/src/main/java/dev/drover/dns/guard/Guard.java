package dev.drover.dns.guard;

import dev.drover.model.Dns;
import dev.drover.model.Dns.Limiting;
import dev.drover.model.Dns.Unlimited;
import dev.drover.plane.Ticker;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * The guard of what a node answers. Threads each have a {@link Desk}; what they count together lies in a table that never grows.
 *
 * <p>Responses in datagrams are limited by the network they go to and by their kind, since who asked may not be who is named as the
 * sender (RFC 5358; Vixie and Schryver, "DNS Response Rate Limiting", 2012). A positive answer counts for its name: a resolver that asks
 * for much is not held up, one name over and over is. All that is negative, and all that is wrong, counts together, as made-up names each
 * differ. Free of that are streams, clients whose cookie shows that they are where they say, and declared networks.
 */
public final class Guard {
    /** 2 MiB: room for 262,144 networks in debt at a time. */
    private static final int BUCKETS = 1 << 17;

    private final Ticker ticker;
    private final long salt;
    private final Rates rates;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder slipped = new LongAdder();
    private final LongAdder cookies = new LongAdder();
    private final LongAdder allowed = new LongAdder();
    private volatile Settings settings;

    /** What holds. */
    record Settings(Limiting limiting, Allowed allow, boolean cookies, Secrets secrets) {}

    /**
     * What was done so far.
     *
     * @param dropped responses over the limit that were not sent
     * @param slipped that were sent cut off, so that an honest client comes again by TCP
     * @param cookies that were sent although over the limit, as the client showed a cookie
     * @param allowed likewise, as the network is declared
     */
    public record Counts(long dropped, long slipped, long cookies, long allowed) {}

    /**
     * A guard that lets everything through, until it is told otherwise.
     *
     * @param salt drawn at random, so that nobody knows who shares a place in the table
     */
    public Guard(Ticker ticker, long salt) {
        this(ticker, salt, BUCKETS);
    }

    private Guard(Ticker ticker, long salt, int buckets) {
        this.rates = new Rates(buckets);
        this.ticker = ticker;
        this.salt = salt;
        this.settings = new Settings(new Unlimited(), Allowed.NOBODY, false, new Secrets(new byte[1]));
    }

    /** One that nobody tells otherwise. */
    public static Guard none() {
        return new Guard(Ticker.of(() -> 0, () -> Instant.EPOCH), 0, 1);
    }

    /**
     * Holds from the next query on.
     *
     * @param cookies whether clients are given cookies
     * @param seed what these are made of: secret, and the same on all nodes that answer for each other
     */
    public void use(Limiting limiting, boolean cookies, byte[] seed) {
        Allowed allow = limiting instanceof Dns.Rates limits ? Allowed.of(limits.allow()) : Allowed.NOBODY;
        settings = new Settings(limiting, allow, cookies, new Secrets(seed));
    }

    public Counts counts() {
        return new Counts(dropped.sum(), slipped.sum(), cookies.sum(), allowed.sum());
    }

    /** For one thread. */
    public Desk desk() {
        return new Desk(this);
    }

    Ticker ticker() {
        return ticker;
    }

    Settings settings() {
        return settings;
    }

    long salt() {
        return salt;
    }

    boolean take(long key, long now, long interval, long ahead) {
        return rates.take(key, now, interval, ahead);
    }

    long peek(long key) {
        return rates.peek(key);
    }

    void count(Verdict verdict) {
        (verdict == Verdict.DROP ? dropped : slipped).increment();
    }

    void countCookie() {
        cookies.increment();
    }

    void countAllowed() {
        allowed.increment();
    }

    /** What becomes of a response. */
    public enum Verdict {
        SEND,
        /** Sent without records and with TC: by TCP there is all of it. */
        SLIP,
        DROP
    }
}
