package dev.drover.registry.sites;

import dev.drover.registry.Unavailable;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where this node listens for nodes of other sites: who has no certificate of the common secret does not get in. */
final class Door implements AutoCloseable {
    /** What a node tells of its site. */
    static final String SUMMARY = "/drover/summary";

    /** Where a node is. */
    static final String PLACE = "/drover/place";

    /** What a site's names are made of. */
    static final String NAMES = "/drover/names";

    /** What one site keeps for all. */
    static final String COMMON = "/drover/common";

    private static final int LONGEST_QUERY = 64 << 10;

    private static final int MOST_CONNECTIONS = 4096;

    /** Longer than a blocking query, which waits behind it. */
    private static final Duration IDLE = Duration.ofMinutes(12);

    private final WebServer server;
    private volatile @Nullable Handler consul;

    /** What is asked here of the node itself. */
    interface Inside {
        /** The summary, once it is another than the one that is known, or after so long. */
        byte[] summary(String epoch, long version, Duration atMost) throws InterruptedException;

        byte[] place();

        /**
         * What this site's catalog holds of what is asked for.
         *
         * @return null while nothing is known
         */
        byte @Nullable [] names(String kind, String name, byte[] query);

        /** What this site keeps for all, after doing with it what is asked for. */
        byte[] common(String what, byte[] wish) throws Unavailable;
    }

    Door(SSLContext tls, String address, int port, Inside inside) throws IOException {
        var at = new InetSocketAddress(address, port);
        tryToBind(at);
        server = WebServer.builder()
                .address(at.getAddress())
                .port(port)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .tls(Tls.builder()
                        .sslContext(tls)
                        .clientAuth(TlsClientAuth.REQUIRED)
                        .build())
                .maxTcpConnections(MOST_CONNECTIONS)
                .useNio(false)
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .idleConnectionTimeout(IDLE)
                .shutdownGracePeriod(Duration.ofMillis(200))
                .routing(routing -> routing.get(SUMMARY, (request, response) -> summary(inside, request, response))
                        .get(PLACE, (_, response) -> json(response, inside.place()))
                        .post(NAMES, (request, response) -> names(inside, request, response))
                        .post(COMMON, (request, response) -> common(inside, request, response))
                        .any(this::consul))
                .build()
                .start();
    }

    private static void tryToBind(InetSocketAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        }
    }

    /** Consul's API, as it is answered to other sites. */
    void lead(Handler now) {
        consul = now;
    }

    private void consul(ServerRequest request, ServerResponse response) throws Exception {
        Handler now = consul;
        if (now == null) {
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
        } else {
            now.handle(request, response);
        }
    }

    private static void summary(Inside inside, ServerRequest request, ServerResponse response) {
        String epoch = request.query().first("epoch").orElse("");
        long version = number(request.query().first("version").orElse("0"));
        long wait = Math.clamp(number(request.query().first("wait").orElse("0")), 0, 10_000);
        try {
            json(response, inside.summary(epoch, version, Duration.ofMillis(wait)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
        }
    }

    private static void names(Inside inside, ServerRequest request, ServerResponse response) throws IOException {
        byte[] query = request.content().inputStream().readNBytes(LONGEST_QUERY);
        byte[] told = inside.names(
                request.query().first("kind").orElse(""),
                request.query().first("name").orElse(""),
                query);
        if (told == null) {
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
        } else {
            json(response, told);
        }
    }

    private static void common(Inside inside, ServerRequest request, ServerResponse response) throws IOException {
        byte[] wish = request.content().inputStream().readNBytes(LONGEST_QUERY);
        try {
            json(response, inside.common(request.query().first("what").orElse(""), wish));
        } catch (Unavailable e) {
            response.status(Status.SERVICE_UNAVAILABLE_503).send(String.valueOf(e.getMessage()));
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void json(ServerResponse response, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
