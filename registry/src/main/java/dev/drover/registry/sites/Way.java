package dev.drover.registry.sites;

import dev.drover.registry.sites.Peers.Peer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** How nodes of other sites are asked: HTTP over TLS, where both know the common secret. */
final class Way implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final HttpClient client;
    private final int port;

    /** What is asked of each node now. */
    private final Map<Peer, Map<Long, CompletableFuture<?>>> open = new ConcurrentHashMap<>();

    private final AtomicLong asked = new AtomicLong();

    Way(SSLContext tls, int port) {
        this.port = port;
        client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    byte[] get(Peer peer, String target, Duration patience) throws IOException, InterruptedException {
        var told = ask(peer, new Elsewhere.Asked("GET", target, "", new byte[0], patience));
        if (told.status() != 200) {
            throw new IOException(peer.name() + " answers " + told.status());
        }
        return told.body();
    }

    Elsewhere.Told ask(Peer peer, Elsewhere.Asked what) throws IOException, InterruptedException {
        String host = peer.address().contains(":") ? "[" + peer.address() + "]" : peer.address();
        var request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + what.target()))
                .method(
                        what.method(),
                        what.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(what.body()))
                .timeout(what.patience());
        if (!what.token().isEmpty()) {
            request.header("X-Consul-Token", what.token());
        }
        var limited = BodyHandlers.limiting(BodyHandlers.ofByteArray(), Summary.LONGEST);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request.build(), limited);
        long number = asked.incrementAndGet();
        Map<Long, CompletableFuture<?>> all = open.computeIfAbsent(peer, p -> new ConcurrentHashMap<>());
        all.put(number, answer);
        try {
            return read(answer.get(what.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw lost(peer, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | CancellationException e) {
            throw lost(peer, e);
        } finally {
            all.remove(number);
            answer.cancel(true);
        }
    }

    private static IOException lost(Peer peer, Throwable failure) {
        String words = failure.getMessage() == null ? "" : failure.getMessage();
        String why = switch (failure) {
            case HttpConnectTimeoutException _ -> "no connection within " + CONNECT.toSeconds() + "s";
            case HttpTimeoutException _, TimeoutException _ -> "no answer in time";
            case ConnectException _ -> words.isBlank() ? "it cannot be connected to" : words;
            case CancellationException _ -> "it is silent";
            default -> words.isBlank() ? failure.getClass().getSimpleName() : words;
        };
        return new IOException(peer.name() + " (" + peer.address() + ") does not answer: " + why, failure);
    }

    private static Elsewhere.Told read(HttpResponse<byte[]> response) {
        var headers = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Elsewhere.Told(response.statusCode(), headers, response.body());
    }

    /** Nobody waits any more for what was asked of that node. */
    void giveUp(Peer peer) {
        open.getOrDefault(peer, Map.of()).values().forEach(answer -> answer.cancel(true));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
