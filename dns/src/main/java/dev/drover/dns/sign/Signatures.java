package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * The data of RRSIG records (RFC 4034 section 3).
 *
 * <pre>
 *   type covered u16 | algorithm u8 | labels u8 | original TTL u32 | expiration u32 | inception u32 | key tag u16 | signer | signature
 * </pre>
 */
final class Signatures {
    /** How long a signature holds, at most. */
    static final Duration VALID = Duration.ofDays(14);

    /** A signature is made anew when it holds for no longer than that. */
    static final Duration RENEWED = Duration.ofDays(7);

    /** So much less than {@link #VALID} signatures hold, each as much less as its owner makes it: not all end at once. */
    private static final Duration JITTER = Duration.ofDays(3);

    /** Clocks of others may be slow. */
    private static final Duration SKEW = Duration.ofHours(1);

    private static final int HEAD = 18;

    private Signatures() {}

    /** The signature of a set. A wildcard's owner is the wildcard. */
    static Rdata of(DnsName owner, RecordSet set, DnsName zone, SigningKey key, Instant now) {
        byte[] signer = zone.lowerCased().wire();
        int hash = owner.hashCode() * 31 + set.type().number();
        long less = Math.floorMod(hash * 0x9e3779b1L, JITTER.toSeconds());
        byte[] head = ByteBuffer.allocate(HEAD + signer.length)
                .putShort((short) set.type().number())
                .put((byte) key.algorithm().number())
                .put((byte) (owner.labels() - (owner.isWildcard() ? 1 : 0)))
                .putInt(set.ttl())
                .putInt((int) (now.plus(VALID).getEpochSecond() - less))
                .putInt((int) now.minus(SKEW).getEpochSecond())
                .putShort((short) key.tag())
                .put(signer)
                .array();
        byte[] records = Canonical.of(owner, set);
        byte[] signature = key.sign(ByteBuffer.allocate(head.length + records.length)
                .put(head)
                .put(records)
                .array());
        return Rdata.of(ByteBuffer.allocate(head.length + signature.length)
                .put(head)
                .put(signature)
                .array());
    }

    static RecordType covered(Rdata signature) {
        return RecordType.of(signature.u16(0));
    }

    static int tag(Rdata signature) {
        return signature.u16(16);
    }

    static int algorithm(Rdata signature) {
        return signature.u8(2);
    }

    /** When it has to be made anew. */
    static Instant due(Rdata signature) {
        return Instant.ofEpochSecond(signature.u32(8)).minus(RENEWED);
    }
}
