package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.model.Transfer.Algorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that this server shares with another, under the name that both know it by (RFC 8945). */
public final class TransferKey {
    private final DnsName name;
    private final Algorithm algorithm;
    private final byte[] secret;

    public TransferKey(DnsName name, Algorithm algorithm, byte[] secret) {
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret.clone();
    }

    public DnsName name() {
        return name;
    }

    /** Ready to take in what is signed. */
    Mac mac() {
        String known = switch (algorithm) {
            case HMAC_SHA256 -> "HmacSHA256";
            case HMAC_SHA384 -> "HmacSHA384";
            case HMAC_SHA512 -> "HmacSHA512";
        };
        try {
            Mac mac = Mac.getInstance(known);
            mac.init(new SecretKeySpec(secret, known));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // Every JDK has them.
        }
    }

    /** The algorithm as messages name it. */
    DnsName algorithmName() {
        return DnsName.parse(algorithm.word());
    }

    /** Bytes of a whole signature. */
    int macLength() {
        return switch (algorithm) {
            case HMAC_SHA256 -> 32;
            case HMAC_SHA384 -> 48;
            case HMAC_SHA512 -> 64;
        };
    }

    @Override
    public String toString() {
        return "key " + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransferKey o
                && name.equals(o.name)
                && algorithm == o.algorithm
                && MessageDigest.isEqual(secret, o.secret);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
