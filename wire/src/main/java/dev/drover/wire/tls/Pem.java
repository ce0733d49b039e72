package dev.drover.wire.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files (RFC 7468; RFC 5208, 8017 and 5915 for what is inside a key's). */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    /** No honest file is larger. */
    private static final long LARGEST = 1 << 20;

    private Pem() {}

    /** The certificates of a file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws BadKey {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file).getBytes(StandardCharsets.US_ASCII)));
            if (found.isEmpty()) {
                throw new BadKey(file, "holds no certificate (expected: PEM, BEGIN CERTIFICATE)");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new BadKey(file, "is not a chain of certificates in PEM form");
        }
    }

    /** The first private key of a file. */
    static PrivateKey privateKey(Path file) throws BadKey {
        String text = read(file);
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            String kind = blocks.group(1);
            byte[] der = decode(file, blocks.group(2));
            Optional<byte[]> pkcs8 = switch (kind) {
                case "PRIVATE KEY" -> Optional.of(der);
                case "RSA PRIVATE KEY" -> Optional.of(Der.rsa(der));
                case "EC PRIVATE KEY" -> Der.elliptic(der);
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new BadKey(file, "is encrypted; write it without a pass phrase, readable by Drover only");
                default -> Optional.empty();
            };
            if (pkcs8.isPresent() && !text.contains("Proc-Type: 4,ENCRYPTED")) {
                return decode(file, pkcs8.get());
            }
        }
        throw new BadKey(file, "holds no private key (expected: PEM, BEGIN PRIVATE KEY, not encrypted)");
    }

    private static PrivateKey decode(Path file, byte[] pkcs8) throws BadKey {
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Another algorithm's key: the encoding names its algorithm, so at most one fits.
            }
        }
        throw new BadKey(file, "holds a private key of a kind that is not known (expected: RSA, EC or Ed25519)");
    }

    private static byte[] decode(Path file, String base64) throws BadKey {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadKey(file, "is not valid PEM");
        }
    }

    private static String read(Path file) throws BadKey {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BadKey(file, "is larger than 1 MiB");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new BadKey(file, "does not exist");
        } catch (AccessDeniedException e) {
            throw new BadKey(file, "may not be read by this user");
        } catch (IOException e) {
            throw new BadKey(file, "cannot be read: " + e.getMessage());
        }
    }
}
