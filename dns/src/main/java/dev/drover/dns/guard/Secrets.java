package dev.drover.dns.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that cookies are made with, one for each day: made of a seed and the day, so that nodes with one seed have the same without a word
 * to each other (RFC 9018 section 5). A cookie lives for an hour, so that of yesterday and, where clocks differ, of tomorrow are known as well.
 */
final class Secrets {
    private static final int DAY = 86_400;
    private static final String HASH = "HmacSHA256";
    private static final byte[] PURPOSE = "drover dns cookies 1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec seed;

    Secrets(byte[] seed) {
        this.seed = new SecretKeySpec(seed, HASH);
    }

    /**
     * Those of a day and of the days around it.
     *
     * @param from second from which on the day's own counts
     */
    record Keys(Secrets of, long from, SipHash.Key before, SipHash.Key now, SipHash.Key after) {
        boolean isAt(long second) {
            return second >= from && second < from + DAY;
        }

        /** The key for a cookie of that second, which is within a day of this one. */
        SipHash.Key of(long second) {
            return second < from ? before : second < from + DAY ? now : after;
        }
    }

    Keys at(long second) {
        long day = Math.floorDiv(second, DAY);
        return new Keys(this, day * DAY, key(day - 1), key(day), key(day + 1));
    }

    private SipHash.Key key(long day) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(seed);
            mac.update(PURPOSE);
            byte[] whole = mac.doFinal(ByteBuffer.allocate(8).putLong(day).array());
            return SipHash.Key.of(Arrays.copyOf(whole, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HASH, e);
        }
    }
}
