package dev.drover.http.client;

import dev.drover.http.upstream.Endpoint;
import dev.drover.http.upstream.Pool;
import dev.drover.wire.Loop;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An instance that is asked now and then. Its connection is kept between probes, if the instance does so. Everything is called,
 * and calls back, on the loop.
 */
public final class ProbeTarget implements AutoCloseable {
    /** One in use and one that a probe before it left half-done. */
    private static final int CONNECTIONS = 2;

    /** A probe writes little. */
    private static final int UNWRITTEN = 64 << 10;

    private final Loop loop;
    private final Pool pool;

    /**
     * Connects nowhere yet.
     *
     * @param tls null: plain TCP
     * @param serverName for TLS; the host otherwise
     * @param idle how long the connection is kept between probes; longer than their interval
     */
    public ProbeTarget(
            Loop loop, InetSocketAddress address, @Nullable SslContext tls, String serverName, Duration idle) {
        this.loop = loop;
        this.pool =
                new Pool(loop, new Endpoint(address, tls, serverName, CONNECTIONS, 0, Duration.ZERO, idle, UNWRITTEN));
    }

    public Loop loop() {
        return loop;
    }

    /** Sends the request and tells what became of it within that time, exactly once. */
    public void probe(ProbeRequest request, Duration timeout, Consumer<ProbeResult> told) {
        new Probe(loop, request, told).start(pool, timeout);
    }

    /** Closes the connection. A probe under way goes on. */
    @Override
    public void close() {
        pool.retire();
    }
}
