package dev.drover.http.upstream;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where connections go and how they behave.
 *
 * @param tls null: plain TCP
 * @param serverName for TLS: sent, and verified where the context verifies
 * @param connections most at a time
 * @param pending most takers that wait for one
 * @param patience how long they wait
 * @param idle how long an unused one is kept
 * @param unwritten bytes of memory that may wait to be written to one before it counts as not writable
 */
public record Endpoint(
        InetSocketAddress address,
        @Nullable SslContext tls,
        String serverName,
        int connections,
        int pending,
        Duration patience,
        Duration idle,
        int unwritten) {}
