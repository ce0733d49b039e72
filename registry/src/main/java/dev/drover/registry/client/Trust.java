package dev.drover.registry.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed, where a server is asked over TLS. */
public record Trust(SSLContext context) {
    /**
     * The authorities that this machine's Java trusts, and those in a file.
     *
     * @param file certificates in PEM
     * @throws IOException it cannot be read, or holds none
     */
    public static Trust also(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> more =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (more.isEmpty()) {
                throw new IOException("no certificate in it");
            }
            var all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int count = 0;
            for (X509Certificate one : usual()) {
                all.setCertificateEntry("usual-" + count++, one);
            }
            for (Certificate one : more) {
                all.setCertificateEntry("more-" + count++, one);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return new Trust(context);
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] usual() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(@Nullable KeyStore of) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(of);
        return factory.getTrustManagers();
    }
}
