package dev.drover.registry.ensemble;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Collection;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The site's certificate authority. Every node makes the same one, because its key is derived from what they share; so each issues itself a
 * certificate, in memory and at each start, and trusts whoever shows one of the same authority.
 *
 * <p>The private key d of ECDSA on P-256 is made of more random bits than it has, reduced: d = c mod (n - 1) + 1 (FIPS 186-5,
 * appendix A.2.1). Certificates hold for all time ("99991231235959Z", RFC 5280 section 4.1.2.5): a wrong clock must not part the
 * members, and what ends a certificate is another secret.
 */
final class Authority {
    private static final X500Name NAME = new X500Name("CN=Drover registry");
    private static final X500Name NODE = new X500Name("CN=Drover node");
    private static final Time FROM = new Time(new DERUTCTime("700101000000Z"));
    private static final Time UNTIL = new Time(new DERGeneralizedTime("99991231235959Z"));

    /** 256 bits and 128 more, so that reducing them prefers no key. */
    private static final int KEY_BYTES = 48;

    private static final int SERIAL_BITS = 127;

    private final ContentSigner signer;
    private final X509Certificate certificate;

    private Authority(ContentSigner signer, X509Certificate certificate) {
        this.signer = signer;
        this.certificate = certificate;
    }

    static Authority of(SiteKey key) {
        try {
            var curve = CustomNamedCurves.getByName("P-256");
            var d = new BigInteger(1, key.derive("authority", KEY_BYTES))
                    .mod(curve.getN().subtract(BigInteger.ONE))
                    .add(BigInteger.ONE);
            var q = new FixedPointCombMultiplier().multiply(curve.getG(), d).normalize();
            var at = new ECPoint(
                    q.getAffineXCoord().toBigInteger(), q.getAffineYCoord().toBigInteger());
            var keys = KeyFactory.getInstance("EC");
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(keys.generatePrivate(new ECPrivateKeySpec(d, p256())));
            var itself = certificate(NAME, keys.generatePublic(new ECPublicKeySpec(at, p256())))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return new Authority(signer, signed(itself, signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate authority can be made", e);
        }
    }

    /** A new key and a certificate for a node that is reached at these addresses, or that is never asked. */
    Identity issue(Collection<String> addresses) {
        try {
            var pair = pair();
            var own = certificate(NODE, pair.getPublic())
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            if (!addresses.isEmpty()) {
                var names = addresses.stream()
                        .map(address -> new GeneralName(GeneralName.iPAddress, address))
                        .toArray(GeneralName[]::new);
                own.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new Identity(pair.getPrivate(), signed(own, signer), certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate can be issued", e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static X509v3CertificateBuilder certificate(X500Name subject, PublicKey key) {
        var serial = new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE);
        return new X509v3CertificateBuilder(
                NAME, serial, FROM, UNTIL, subject, SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, ContentSigner signer)
            throws GeneralSecurityException, IOException {
        var bytes = new ByteArrayInputStream(builder.build(signer).getEncoded());
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
}
