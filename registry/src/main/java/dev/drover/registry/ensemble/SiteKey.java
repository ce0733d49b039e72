package dev.drover.registry.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What the nodes of one registry have in common and nobody else knows. From one text a key is derived for each use, by HKDF with SHA-256
 * (RFC 5869), so that who learns one key learns neither the text nor another key.
 */
public final class SiteKey {
    /**
     * Whoever connects is shown a certificate before showing one, and may try texts against it at leisure: nothing that a human
     * thought of will do.
     */
    public static final int SHORTEST = 32;

    private static final byte[] SALT = "drover registry 1".getBytes(UTF_8);
    private static final int PASSWORD_BYTES = 24;

    private final byte[] secret;

    private SiteKey(byte[] secret) {
        this.secret = secret;
    }

    /** Why a text will not do. */
    public static Optional<String> flaw(String secret) {
        return secret.strip().length() >= SHORTEST
                ? Optional.empty()
                : Optional.of("the secret has " + secret.strip().length() + " characters (expected: at least "
                        + SHORTEST + ", drawn at random)");
    }

    /**
     * The key of a text.
     *
     * @throws IllegalArgumentException if it has a {@link #flaw}
     */
    public static SiteKey of(String secret) {
        flaw(secret).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return new SiteKey(secret.strip().getBytes(UTF_8));
    }

    /** What opens the registry's entries in ZooKeeper: their access lists name its digest. */
    public String password() {
        return HexFormat.of().formatHex(derive("access", PASSWORD_BYTES));
    }

    /** So many bytes for one use, the same on every node. */
    byte[] derive(String use, int bytes) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract().addSalt(SALT).addIKM(secret).thenExpand(use.getBytes(UTF_8), bytes);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "a site's key";
    }
}
