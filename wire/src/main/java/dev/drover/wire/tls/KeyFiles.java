package dev.drover.wire.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Where a certificate and its key lie.
 *
 * @param name as declared, for messages
 * @param names server names it is for, {@code *.} allowed as the leftmost label
 */
public record KeyFiles(String name, List<String> names, Path chain, Path key) {
    public KeyFiles {
        names = List.copyOf(names);
    }

    /** What the files held. */
    record Loaded(List<X509Certificate> chain, PrivateKey key) {}

    /** Reads and checks: the leaf must be valid now and belong to the key. */
    Loaded load(Instant now) throws BadKey {
        List<X509Certificate> certificates = Pem.certificates(chain);
        PrivateKey secret = Pem.privateKey(key);
        X509Certificate leaf = certificates.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new BadKey(chain, "expired at " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new BadKey(chain, "is not valid before " + leaf.getNotBefore().toInstant());
        }
        if (!belongTogether(leaf.getPublicKey(), secret)) {
            throw new BadKey(key, "is not the key of the first certificate in " + chain);
        }
        return new Loaded(certificates, secret);
    }

    /** Signs with one and verifies with the other: works for every kind of key. */
    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            byte[] sample = {1, 2, 3, 4};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(sample);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(sample);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Changes when a file is replaced or written to. */
    String fingerprint() {
        return Arrays.asList(chain, key).stream().map(KeyFiles::stamp).toList().toString();
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
