package dev.drover.registry.ensemble;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** A node's key and certificate, and the only authority it trusts. */
final class Identity {
    private static final String PROTOCOL = "TLSv1.3";

    /** Of stores that never leave memory: they want one. */
    private static final char[] IN_MEMORY = {'-'};

    private final PrivateKey key;
    private final X509Certificate own;
    private final X509Certificate authority;

    Identity(PrivateKey key, X509Certificate own, X509Certificate authority) {
        this.key = key;
        this.own = own;
        this.authority = authority;
    }

    X509KeyManager keys() {
        return only(X509KeyManager.class, keyManagers());
    }

    X509TrustManager trust() {
        return only(X509TrustManager.class, trustManagers());
    }

    /** For both sides of a connection. */
    SSLContext context() {
        try {
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    /** Both in the form that ZooKeeper reads. */
    KeyStore store(char[] password) throws IOException {
        try {
            var store = empty();
            store.setKeyEntry("node", key, password, new Certificate[] {own, authority});
            store.setCertificateEntry("authority", authority);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyManager[] keyManagers() {
        try {
            var store = empty();
            store.setKeyEntry("node", key, IN_MEMORY, new Certificate[] {own, authority});
            var factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, IN_MEMORY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key of our own is not taken", e);
        }
    }

    private TrustManager[] trustManagers() {
        try {
            var store = empty();
            store.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate of our own is not taken", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static <T> T only(Class<T> type, Object[] all) {
        return List.of(all).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
