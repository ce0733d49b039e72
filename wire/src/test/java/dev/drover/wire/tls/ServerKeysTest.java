package dev.drover.wire.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import dev.drover.wire.listen.Listening;
import io.netty.handler.ssl.OpenSsl;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeysTest {
    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private ServerKeys load(KeyFiles... files) throws ServerKeys.BadKeys {
        return ServerKeys.load(List.of(files), List.of("http/1.1"), InstantSource.system(), told::add);
    }

    /** Runs a listener with these certificates while the test connects to it. */
    private static void serving(ServerKeys keys, List<String> names, ThrowingConsumer test) throws Exception {
        try (var loops = Loops.start(1, Ticker.system());
                var listening = Listening.open(loops, "127.0.0.1", 0, (loop, connection) -> {
                    connection.pipeline().addLast(keys.handler(names, connection.alloc(), Duration.ofSeconds(5)));
                    connection.pipeline().addLast(new Greeting());
                })) {
            listening.accept(true);
            test.accept(listening.port());
        }
    }

    private interface ThrowingConsumer {
        void accept(int port) throws Exception;
    }

    /** Says one letter when the handshake is done. */
    private static final class Greeting extends io.netty.channel.ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(io.netty.channel.ChannelHandlerContext context, Object event) {
            if (event instanceof io.netty.handler.ssl.SslHandshakeCompletionEvent done && done.isSuccess()) {
                context.writeAndFlush(context.alloc().buffer(1).writeByte('!'));
            }
        }
    }

    private static SSLContext trusting() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static SSLSocket connect(SSLContext context, int port, String server, Consumer<SSLParameters> change)
            throws Exception {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5000);
        SSLParameters parameters = socket.getSSLParameters();
        if (!server.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(server)));
        }
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        assertEquals('!', socket.getInputStream().read());
        return socket;
    }

    private static String subject(int port, String server) throws Exception {
        try (SSLSocket socket = connect(trusting(), port, server, p -> {})) {
            var leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSubjectX500Principal().getName();
        }
    }

    @Test
    void usesBoringSsl() {
        assertTrue(OpenSsl.isAvailable(), String.valueOf(OpenSsl.unavailabilityCause()));
    }

    @Test
    void choosesTheCertificateByServerName() throws Exception {
        KeyFiles first = MadeKeys.valid(folder, "first", "a.example");
        KeyFiles wild = MadeKeys.valid(folder, "wild", "*.b.example");
        KeyFiles exact = MadeKeys.valid(folder, "exact", "x.b.example");
        try (ServerKeys keys = load(first, wild, exact)) {
            serving(keys, List.of("first", "wild", "exact"), port -> {
                assertEquals("CN=a.example", subject(port, ""));
                assertEquals("CN=a.example", subject(port, "unknown.example"));
                assertEquals("CN=a.example", subject(port, "y.x.b.example"));
                assertEquals("CN=*.b.example", subject(port, "Y.b.example"));
                assertEquals("CN=x.b.example", subject(port, "x.b.example"));
            });
        }
    }

    @Test
    void speaksTls12And13AndAgreesOnHttp11() throws Exception {
        KeyFiles files = MadeKeys.make(folder, "rsa", "a.example", "RSA", "-0d");
        try (ServerKeys keys = load(files)) {
            serving(keys, List.of("rsa"), port -> {
                for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                    try (SSLSocket socket = connect(trusting(), port, "", p -> {
                        p.setProtocols(new String[] {version});
                        p.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                    })) {
                        assertEquals(version, socket.getSession().getProtocol());
                        assertEquals("http/1.1", socket.getApplicationProtocol());
                    }
                }
                assertThrows(
                        SSLException.class,
                        () -> connect(trusting(), port, "", p -> {
                            p.setProtocols(new String[] {"TLSv1.2"});
                            p.setCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"});
                        }));
            });
        }
    }

    @Test
    void resumesSessionsByTicket() throws Exception {
        KeyFiles files = MadeKeys.valid(folder, "a", "a.example");
        try (ServerKeys keys = load(files)) {
            serving(keys, List.of("a"), port -> {
                SSLContext context = trusting();
                byte[] first;
                Consumer<SSLParameters> old = p -> p.setProtocols(new String[] {"TLSv1.2"});
                try (SSLSocket socket = connect(context, port, "a.example", old)) {
                    first = socket.getSession().getId();
                }
                long created;
                try (SSLSocket socket = connect(context, port, "a.example", old)) {
                    created = socket.getSession().getCreationTime();
                    assertEquals(
                            List.of(first.length), List.of(socket.getSession().getId().length));
                    assertTrue(
                            java.util.Arrays.equals(first, socket.getSession().getId()));
                }
                assertNotEquals(0, created);
            });
        }
    }

    @Test
    void readsChangedFilesAndKeepsTheOldWhenTheNewAreBad() throws Exception {
        KeyFiles files = MadeKeys.valid(folder, "a", "a.example");
        try (ServerKeys keys = load(files)) {
            serving(keys, List.of("a"), port -> {
                Files.writeString(files.chain(), "nonsense");
                keys.look();
                assertEquals("CN=a.example", subject(port, ""));
                assertTrue(told.getLast().contains("a.pem: is not a chain of certificates"), told.toString());
                MadeKeys.valid(folder, "a", "new.example");
                keys.look();
                assertEquals("CN=new.example", subject(port, ""));
            });
        }
    }

    private String problem(KeyFiles files) {
        var bad = assertThrows(ServerKeys.BadKeys.class, () -> load(files));
        return String.valueOf(bad.problems().get(files.name()));
    }

    @Test
    void saysWhatIsWrongWithFiles() throws Exception {
        KeyFiles a = MadeKeys.valid(folder, "a", "a.example");
        KeyFiles b = MadeKeys.valid(folder, "b", "b.example");
        assertTrue(problem(new KeyFiles("x", a.names(), a.chain(), b.key())).contains("is not the key of the first"));
        assertTrue(problem(new KeyFiles("x", a.names(), folder.resolve("no"), a.key()))
                .contains("does not exist"));
        assertTrue(problem(new KeyFiles("x", a.names(), a.chain(), a.chain())).contains("holds no private key"));
        assertTrue(
                problem(MadeKeys.make(folder, "old", "a.example", "EC", "-20d")).contains("expired at"));
        assertTrue(
                problem(MadeKeys.make(folder, "new", "a.example", "EC", "+5d")).contains("is not valid before"));
    }

    @Test
    void readsOlderFormsOfKeys() throws Exception {
        Path rsa = folder.resolve("rsa.key");
        var pair = java.security.KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // PKCS #1 is what lies in the last element of PKCS #8.
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Files.writeString(rsa, MadeKeys.pem("RSA PRIVATE KEY", pkcs1));
        assertEquals(pair.getPrivate(), Pem.privateKey(rsa));
        Files.writeString(rsa, MadeKeys.pem("ENCRYPTED PRIVATE KEY", pkcs1));
        assertTrue(assertThrows(BadKey.class, () -> Pem.privateKey(rsa))
                .getMessage()
                .contains("is encrypted"));
        assertInstanceOf(BadKey.class, assertThrows(BadKey.class, () -> Pem.privateKey(folder.resolve("none"))));
    }

    /** For a test's own certificates only. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
