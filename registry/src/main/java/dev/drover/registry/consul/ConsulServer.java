package dev.drover.registry.consul;

import dev.drover.plane.NodeLife;
import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.sites.Elsewhere;
import dev.drover.registry.snapshot.Archive;
import dev.drover.web.LastRequest;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The HTTP server of Consul's API, on virtual threads: a blocking query is one that is parked. */
public final class ConsulServer implements AutoCloseable {
    /** Blocking queries each hold a connection; a small heap has room for fewer. */
    private static final int MOST_CONNECTIONS = 20_000;

    /** Longer than the longest wait, or its connection would be taken for idle and closed right behind the answer. */
    private static final Duration IDLE = Reads.LONGEST.plusMinutes(1);

    private final WebServer server;
    private final Exchange exchange;
    private final Exchange forSites;
    private final InetSocketAddress address;

    private ConsulServer(WebServer server, Exchange exchange, Exchange forSites, InetSocketAddress address) {
        this.server = server;
        this.exchange = exchange;
        this.forSites = forSites;
        this.address = address;
    }

    /** Listens when this returns; port 0 takes a free one. */
    public static ConsulServer start(
            Door door,
            Home home,
            Registry registry,
            LocalAgent agent,
            Elsewhere elsewhere,
            Supplier<NodeLife> life,
            Servers servers,
            Ticker ticker,
            RandomGenerator random)
            throws IOException {
        tryToBind(door.address());
        var context = new Context(
                home,
                new Reads(registry, home.datacenter(), ticker, random),
                new Writes(registry, Room.ofThisMachine(ticker)),
                new Shapes(home.datacenter()),
                new Filters(home.datacenter()),
                elsewhere,
                random,
                servers);
        Paths paths = paths(context, agent, life, registry);
        new PageLinks(door.address(), life).register(paths);
        var exchange = Exchange.forClients(door.tokens(), paths, new Forwarding(home.datacenter(), elsewhere));
        var forSites = Exchange.forSites(door.tokens(), forSites(context, paths));
        WebServer server = WebServer.builder()
                .address(door.address().getAddress())
                .port(door.address().getPort())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .maxPayloadSize(2L * Archive.LARGEST)
                .maxTcpConnections(Room.connections(Runtime.getRuntime().maxMemory(), MOST_CONNECTIONS))
                .backlog(4096)
                // Its other kind of socket holds two buffers instead of one, and writes an answer of more than one
                // buffer in parts.
                .useNio(false)
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(Duration.ofSeconds(30))
                .shutdownGracePeriod(Duration.ofMillis(200))
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(16 << 10)
                        .maxHeadersSize(16 << 10)
                        .build())
                .directHandlers(directHandlers())
                .routing(routing -> routing.addFilter(new LastRequest()).any(exchange))
                .build()
                .start();
        return new ConsulServer(
                server, exchange, forSites, new InetSocketAddress(door.address().getAddress(), server.port()));
    }

    private static Paths paths(Context context, LocalAgent agent, Supplier<NodeLife> life, Registry registry) {
        var paths = new Paths(registry::isKnown);
        new AgentServices(context, agent).register(paths);
        new AgentChecks(context, agent).register(paths);
        new AgentSelf(context).register(paths);
        new AgentLife(context, life).register(paths);
        new AgentHost(context, Path.of("/")).register(paths);
        new CatalogEndpoints(context).register(paths);
        new HealthEndpoints(context).register(paths);
        new KvEndpoints(context).register(paths);
        new SessionEndpoints(context).register(paths);
        new TxnEndpoint(context).register(paths);
        new EventEndpoints(context).register(paths);
        new QueryEndpoints(context).register(paths);
        new SiteEndpoints(context).register(paths);
        new OperatorEndpoints(context).register(paths);
        new SnapshotEndpoint(context).register(paths);
        new AgentMetrics(context).register(paths);
        return paths;
    }

    private static Paths forSites(Context context, Paths paths) {
        Paths more = paths.copy();
        new QueryEndpoints(context).registerForSites(more);
        return more;
    }

    /** Helidon wraps what the kernel says of an address in three exceptions; asked directly, it is one sentence. */
    private static void tryToBind(InetSocketAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        }
    }

    private static DirectHandlers directHandlers() {
        DirectHandler plain = (request, type, status, headers, message) -> DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(type.keepAlive())
                .entity(status.reasonPhrase().getBytes(StandardCharsets.US_ASCII))
                .build();
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, plain);
        }
        return handlers.build();
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Other tokens count from the next request on; queries that wait are answered as they were asked. */
    public void use(Tokens tokens) {
        if (!tokens.areAsked() && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not loopback: a token is needed");
        }
        exchange.use(tokens);
        forSites.use(tokens);
    }

    /** Answers the same to nodes of other sites, and what they ask besides. */
    public Handler forSites() {
        return forSites;
    }

    @Override
    public void close() {
        server.stop();
    }
}
