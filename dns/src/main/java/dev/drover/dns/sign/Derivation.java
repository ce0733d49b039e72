package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * All keys of all zones, of one secret (HKDF, RFC 5869): whoever knows that has the same keys, without sending any. A key's number makes it
 * another one.
 */
public final class Derivation {
    /** Characters, or bytes, that a secret must have. */
    public static final int SHORTEST = 32;

    /** More bits than the curve has, so that no number is likelier than another. */
    private static final int BITS = 48;

    private static final String SALT = "drover dnssec 1";

    private final byte[] key;

    public Derivation(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes (expected: " + SHORTEST + ")");
        }
        this.key = mac(SALT.getBytes(StandardCharsets.US_ASCII), secret);
    }

    /** A key that the zone above vouches for. */
    SigningKey entry(DnsName zone, Algorithm algorithm, long number) {
        return key(zone, algorithm, SigningKey.ENTRY, number);
    }

    /** A key that signs all but keys. */
    SigningKey zone(DnsName zone, Algorithm algorithm, long number) {
        return key(zone, algorithm, SigningKey.ZONE, number);
    }

    private SigningKey key(DnsName zone, Algorithm algorithm, int flags, long number) {
        String info = zone.lowerCased() + " " + algorithm.number() + " " + flags + " " + number + " ";
        byte[] bits = Arrays.copyOf(expand(info), BITS);
        byte[] secret = switch (algorithm) {
            case ECDSA_P256 -> bytes(Curve.scalar(bits));
            case ED25519 -> Arrays.copyOf(bits, Curve.SIZE);
        };
        return SigningKey.of(algorithm, flags, secret);
    }

    /** Two blocks of RFC 5869 section 2.3. */
    private byte[] expand(String info) {
        byte[] text = info.getBytes(StandardCharsets.US_ASCII);
        byte[] first = Arrays.copyOf(text, text.length + 1);
        first[text.length] = 1;
        byte[] one = mac(key, first);
        byte[] second = Arrays.copyOf(one, one.length + text.length + 1);
        System.arraycopy(text, 0, second, one.length, text.length);
        second[second.length - 1] = 2;
        byte[] two = mac(key, second);
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static byte[] bytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        var fixed = new byte[Curve.SIZE];
        int from = Math.max(0, bytes.length - Curve.SIZE);
        System.arraycopy(bytes, from, fixed, Curve.SIZE - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    private static byte[] mac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
