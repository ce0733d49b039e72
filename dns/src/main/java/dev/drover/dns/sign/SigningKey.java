package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** A key with both its halves, which signs. Safe for all threads. */
public final class SigningKey {
    /** Flags of a key that signs keys, and that the zone above vouches for (RFC 4034 section 2.1.1). */
    static final int ENTRY = 257;
    /** Flags of a key that signs all else. */
    static final int ZONE = 256;

    private static final int DIGEST_SHA256 = 2;
    private static final int DIGEST_SHA384 = 4;
    private static final int PROTOCOL = 3;

    private final Algorithm algorithm;
    private final PrivateKey secret;
    private final Rdata dnskey;
    private final int tag;

    private SigningKey(Algorithm algorithm, int flags, PrivateKey secret, byte[] open) {
        this.algorithm = algorithm;
        this.secret = secret;
        this.dnskey = Rdata.of(ByteBuffer.allocate(4 + open.length)
                .putShort((short) flags)
                .put((byte) PROTOCOL)
                .put((byte) algorithm.number())
                .put(open)
                .array());
        this.tag = tag(dnskey);
    }

    /**
     * A key of its private half.
     *
     * @param secret 32 bytes: the number of ECDSA, or what Ed25519 hashes
     * @throws IllegalArgumentException when that is none
     */
    static SigningKey of(Algorithm algorithm, int flags, byte[] secret) {
        if (secret.length != Curve.SIZE) {
            throw new IllegalArgumentException("a private key of " + secret.length + " bytes (expected: 32)");
        }
        try {
            return switch (algorithm) {
                case ECDSA_P256 -> ecdsa(flags, new BigInteger(1, secret));
                case ED25519 -> ed25519(flags, secret);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no private key of " + algorithm.mnemonic(), e);
        }
    }

    private static SigningKey ecdsa(int flags, BigInteger number) throws GeneralSecurityException {
        if (number.signum() == 0 || number.compareTo(Curve.parameters().getOrder()) >= 0) {
            throw new IllegalArgumentException("a private key that is no number of the curve");
        }
        var spec = new ECPrivateKeySpec(number, Curve.parameters());
        PrivateKey secret = KeyFactory.getInstance("EC").generatePrivate(spec);
        return new SigningKey(Algorithm.ECDSA_P256, flags, secret, Curve.publicKey(number));
    }

    private static SigningKey ed25519(int flags, byte[] seed) throws GeneralSecurityException {
        var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed);
        PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        var generator = KeyPairGenerator.getInstance("Ed25519");
        // The JDK computes a public half only of a key that it draws: it is told what to draw.
        generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
        var point = ((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint();
        byte[] big = point.getY().toByteArray();
        var open = new byte[Curve.SIZE];
        for (int i = 0; i < Math.min(big.length, open.length); i++) {
            open[i] = big[big.length - 1 - i];
        }
        if (point.isXOdd()) {
            open[Curve.SIZE - 1] |= (byte) 0x80;
        }
        return new SigningKey(Algorithm.ED25519, flags, secret, open);
    }

    /** Draws what it was told to. */
    private static final class Drawn extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Drawn(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, into.length);
        }
    }

    /** RFC 4034 appendix B. */
    private static int tag(Rdata dnskey) {
        int sum = 0;
        for (int i = 0; i < dnskey.length(); i++) {
            sum += i % 2 == 0 ? dnskey.u8(i) << 8 : dnskey.u8(i);
        }
        return (sum + (sum >>> 16)) & 0xffff;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** The number that signatures name it by; others may have the same. */
    public int tag() {
        return tag;
    }

    /** Whether the zone above vouches for it. */
    public boolean isEntry() {
        return dnskey.u16(0) == ENTRY;
    }

    /** The data of its DNSKEY record. */
    public Rdata dnskey() {
        return dnskey;
    }

    /** The data of the DS record that the zone above needs (RFC 4509). */
    public Rdata ds(DnsName zone) {
        return ds(zone, DIGEST_SHA256, "SHA-256");
    }

    /** Whether this DS record of a zone is of this key, by a digest that all validators know or by SHA-384 (RFC 6605). */
    public boolean isOf(DnsName zone, Rdata ds) {
        return ds.equals(ds(zone)) || ds.equals(ds(zone, DIGEST_SHA384, "SHA-384"));
    }

    private Rdata ds(DnsName zone, int number, String name) {
        try {
            var digest = MessageDigest.getInstance(name);
            digest.update(zone.lowerCased().wire());
            byte[] hash = digest.digest(dnskey.toBytes());
            return Rdata.of(ByteBuffer.allocate(4 + hash.length)
                    .putShort((short) tag)
                    .put((byte) algorithm.number())
                    .put((byte) number)
                    .put(hash)
                    .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature());
            signature.initSign(secret);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not sign by " + algorithm.mnemonic(), e);
        }
    }

    @Override
    public String toString() {
        return "key " + tag + " of " + algorithm.mnemonic();
    }
}
