package dev.drover.registry.agent;

import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A request: passing if answered with 2xx, warning with 429, else critical. Redirects are followed. */
final class HttpProbe implements AutoCloseable {
    /** By whether they take every certificate. Each has a thread that wakes every few seconds: made when first needed. */
    private final Map<Boolean, HttpClient> clients = new ConcurrentHashMap<>();

    private static HttpClient client(boolean trusting) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL);
        return (trusting ? client.sslContext(taking()) : client).build();
    }

    private static SSLContext taking() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Verdict run(CheckDefinition definition, Duration atMost) throws InterruptedException {
        String method = definition.method().isEmpty() ? "GET" : definition.method();
        String what = method + " " + definition.http();
        try {
            HttpRequest request = request(definition, method, atMost);
            HttpClient client = clients.computeIfAbsent(definition.tlsSkipVerify(), HttpProbe::client);
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String said = new String(body.readNBytes(definition.keptOutput()), StandardCharsets.UTF_8);
                return new Verdict(
                        status(response.statusCode()),
                        "HTTP " + what + ": " + Status.create(response.statusCode()) + " Output: " + said);
            }
        } catch (IOException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Verdict.critical(what + ": " + why);
        }
    }

    private static HttpRequest request(CheckDefinition definition, String method, Duration atMost) {
        var request = HttpRequest.newBuilder(URI.create(definition.http()))
                .timeout(atMost)
                .header("User-Agent", "Consul Health Check")
                .header("Accept", "text/plain, text/*, */*");
        definition.header().forEach((name, values) -> {
            request.setHeader(name, values.isEmpty() ? "" : values.getFirst());
            values.stream().skip(1).forEach(value -> request.header(name, value));
        });
        String body = definition.body();
        return request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private static CheckStatus status(int code) {
        if (code >= 200 && code < 300) {
            return CheckStatus.PASSING;
        }
        return code == 429 ? CheckStatus.WARNING : CheckStatus.CRITICAL;
    }

    /** Takes every certificate, for checks whose author asked for that ({@code TLSSkipVerify}). */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
