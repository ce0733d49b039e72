package dev.drover.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** One question over TLS (RFC 7858) or in a request (RFC 8484). Whoever answers is believed, and shown: this is a look, not a resolver. */
final class SecureQuestion {
    private static final String MESSAGE = "application/dns-message";

    private final InetSocketAddress server;
    private final Duration patience;
    private final AtomicReference<@Nullable X509Certificate> shown = new AtomicReference<>();

    SecureQuestion(InetSocketAddress server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** Who answered, in words; empty before. */
    String certificate() {
        X509Certificate leaf = shown.get();
        return leaf == null
                ? ""
                : leaf.getSubjectX500Principal().getName() + " until "
                        + leaf.getNotAfter().toInstant() + ", not checked";
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Believing(shown)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    byte[] overTls(byte[] query) throws IOException {
        try (var plain = new Socket()) {
            plain.connect(server, (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            try (var socket = (SSLSocket) context()
                    .getSocketFactory()
                    .createSocket(plain, server.getAddress().getHostAddress(), server.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"dot"});
                socket.setSSLParameters(parameters);
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(2 + query.length)
                                .putShort((short) query.length)
                                .put(query)
                                .array());
                var in = new DataInputStream(socket.getInputStream());
                byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                return answer;
            }
        }
    }

    byte[] overHttps(byte[] query) throws IOException {
        String host = server.getAddress().getHostAddress();
        URI uri = URI.create(
                "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort() + "/dns-query");
        try (var client = HttpClient.newBuilder()
                .sslContext(context())
                .connectTimeout(patience)
                .build()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(patience)
                            .header("Content-Type", MESSAGE)
                            .header("Accept", MESSAGE)
                            .POST(BodyPublishers.ofByteArray(query))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("it says " + response.statusCode() + " to " + uri);
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Takes any certificate, and remembers it. */
    private static final class Believing extends X509ExtendedTrustManager {
        private final AtomicReference<@Nullable X509Certificate> shown;

        Believing(AtomicReference<@Nullable X509Certificate> shown) {
            this.shown = shown;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            shown.set(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            shown.set(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            shown.set(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
