package dev.drover.dns.guard;

import dev.drover.dns.guard.Guard.Verdict;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.model.Dns.Rates;
import java.util.concurrent.TimeUnit;

/**
 * The guard as one thread uses it: {@link #begin} before a query is answered, {@link #judge} or {@link #pass} when the answer is there, and
 * {@link #sign} last. Allocates nothing, but once a second.
 */
public final class Desk {
    /** Nobody, where it is not known yet who an answer counts for. */
    public static final long UNKNOWN = 0;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    /** Of IPv4, in the lower 64 bits; of IPv6, in the upper ones. */
    private static final long IPV4_NETWORK = ~0xffL;

    private static final long IPV6_NETWORK = ~0xffL;

    private static final int AUTHORITATIVE = 0x04;
    private static final int TRUNCATED = 0x02;

    private final Guard guard;
    private final Cookies cookies = new Cookies();
    private Guard.Settings settings;
    private Secrets.Keys keys;
    private long second;
    private long due;
    private int limited;
    /** Written for the compiler: it leaves out to load what is not used. */
    @SuppressWarnings("unused")
    private long fetched;

    Desk(Guard guard) {
        this.guard = guard;
        this.settings = guard.settings();
        this.due = guard.ticker().nanos();
        this.keys = settings.secrets().at(0);
    }

    /** A query is about to be answered: its answer has room for a cookie where it came with one. */
    public void begin(Query query) {
        settings = guard.settings();
        query.edns().givesCookies(settings.cookies());
    }

    /**
     * Whose count a positive answer would be, as most are.
     *
     * @param query that is sound
     */
    public long account(Query query) {
        return settings.limiting() instanceof Rates ? key(query, POSITIVE) : UNKNOWN;
    }

    /** Has the counts of the first accounts fetched from memory, side by side. */
    public void fetch(long[] accounts, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += guard.peek(accounts[i]);
        }
        fetched = sum;
    }

    /** Of the monotonic clock, nanoseconds: read once for answers that are given together. */
    public long now() {
        return guard.ticker().nanos();
    }

    /** Somebody else answers, and perhaps signs what he answers: it has no cookie in it. */
    public void leave(Query query) {
        query.edns().givesCookies(false);
    }

    /** The answer goes out whatever it is, on a stream. */
    public void pass(Query query) {
        if (gives(query)) {
            boolean _ = looked(query, now());
        }
    }

    /**
     * Whether an answer goes out as a datagram.
     *
     * @param account from {@link #account}, or {@link #UNKNOWN}
     * @param now from {@link #now}
     */
    public Verdict judge(Query query, long account, long now) {
        boolean limits = settings.limiting() instanceof Rates;
        boolean gives = gives(query);
        if (!limits && !gives) {
            return Verdict.SEND;
        }
        boolean known = gives && looked(query, now);
        return settings.limiting() instanceof Rates rates ? judge(query, account, rates, now, known) : Verdict.SEND;
    }

    private static boolean gives(Query query) {
        return query.edns().cookieAt() > 0;
    }

    private boolean looked(Query query, long now) {
        if (now - due >= 0) {
            second = guard.ticker().instant().getEpochSecond();
            due = now + SECOND;
        }
        if (settings.secrets() != keys.of() || !keys.isAt(second)) {
            keys = settings.secrets().at(second);
        }
        return cookies.look(query, keys, second);
    }

    private Verdict judge(Query query, long account, Rates rates, long now, boolean known) {
        int kind = kind(query.bytes());
        int rate = switch (kind) {
            case POSITIVE -> rates.answers();
            case NEGATIVE -> rates.negative();
            default -> rates.errors();
        };
        long interval = MICROS / rate;
        long key = kind == POSITIVE && account != UNKNOWN ? account : key(query, kind);
        if (guard.take(key, now / 1000, interval, MICROS - interval)) {
            return Verdict.SEND;
        }
        if (known) {
            guard.countCookie();
            return Verdict.SEND;
        }
        if (settings.allow().has(query.clientHigh(), query.clientLow())) {
            guard.countAllowed();
            return Verdict.SEND;
        }
        limited++;
        Verdict verdict = rates.slip() > 0 && limited % rates.slip() == 0 ? Verdict.SLIP : Verdict.DROP;
        guard.count(verdict);
        return verdict;
    }

    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 1;
    private static final int ERROR = 2;

    /** Of an answer: records, cut off ones, or a referral, neither, or something wrong. */
    private static int kind(byte[] answer) {
        int rcode = answer[3] & 0xf;
        if (rcode == Rcode.NXDOMAIN) {
            return NEGATIVE;
        }
        boolean isWithoutQuestion = answer[5] == 0;
        if (rcode != Rcode.NOERROR || isWithoutQuestion) {
            return ERROR;
        }
        boolean records = answer[6] != 0 || answer[7] != 0;
        boolean whole = (answer[2] & (AUTHORITATIVE | TRUNCATED)) == AUTHORITATIVE;
        return records || !whole ? POSITIVE : NEGATIVE;
    }

    private long key(Query query, int kind) {
        long high = query.clientHigh();
        long low = query.clientLow();
        boolean ipv4 = high == 0 && low >>> 32 == 0xffff;
        long network = ipv4 ? low & IPV4_NETWORK : high & IPV6_NETWORK;
        long what = kind == POSITIVE ? query.name().hash(0) : 0;
        return mix(mix(guard.salt() ^ network) + ((what << 2) | kind));
    }

    /** The finalizer of MurmurHash3: all bits depend on all others. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Puts the cookie into what goes out. */
    public void sign(Query query) {
        cookies.tell(query);
    }
}
