package dev.drover.admin;

import dev.drover.plane.control.Control;
import dev.drover.web.LastRequest;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** The HTTP server of the admin API, on virtual threads. */
public final class AdminServer implements AutoCloseable {
    /** A drover.yaml with its includes; the reader of the model takes no more either. */
    static final int LARGEST_BODY = 16 << 20;

    private final WebServer server;
    private final InetSocketAddress address;
    private final Streams streams;
    private final Endpoints endpoints;

    private AdminServer(WebServer server, InetSocketAddress address, Streams streams, Endpoints endpoints) {
        this.server = server;
        this.address = address;
        this.streams = streams;
        this.endpoints = endpoints;
    }

    /** Listens when this returns; port 0 takes a free one. */
    public static AdminServer start(Door door, Control control) throws IOException {
        tryToBind(door.address());
        Streams streams = new Streams();
        Problems problems = new Problems();
        var endpoints = new Endpoints(control, streams);
        WebServer server = WebServer.builder()
                .address(door.address().getAddress())
                .port(door.address().getPort())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .maxPayloadSize(LARGEST_BODY)
                .maxTcpConnections(256)
                .idleConnectionTimeout(Duration.ofMinutes(1))
                .idleConnectionPeriod(Duration.ofSeconds(15))
                .shutdownGracePeriod(Duration.ofMillis(200))
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(8 << 10)
                        .maxHeadersSize(16 << 10)
                        .build())
                .directHandlers(directHandlers(problems))
                .routing(routing -> {
                    routing.addFilter(new LastRequest());
                    routing.addFilter(new Gatekeeper(door));
                    problems.register(routing);
                    endpoints.register(routing);
                    Console.register(routing);
                })
                .build()
                .start();
        var address = new InetSocketAddress(door.address().getAddress(), server.port());
        return new AdminServer(server, address, streams, endpoints);
    }

    /** Helidon wraps what the kernel says of an address in three exceptions; asked directly, it is one sentence. */
    private static void tryToBind(InetSocketAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        }
    }

    private static DirectHandlers directHandlers(Problems problems) {
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, problems);
        }
        return handlers.build();
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Ends every stream and stops listening. */
    @Override
    public void close() {
        streams.close();
        server.stop();
        endpoints.close();
    }
}
