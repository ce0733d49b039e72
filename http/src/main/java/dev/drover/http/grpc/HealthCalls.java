package dev.drover.http.grpc;

import dev.drover.model.Service.UpstreamTls;
import dev.drover.plane.GrpcHealth;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import dev.drover.wire.tls.BadKey;
import dev.drover.wire.tls.ClientTls;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The health question of gRPC, asked over Netty's HTTP/2 on the loops of this process. Whoever asks waits on a thread of its own.
 *
 * <p>The words for what fails are those of Go's client, since they are what who knows Consul looks for.
 */
public final class HealthCalls implements GrpcHealth, AutoCloseable {
    private static final Said TOO_LATE = failed(Code.DEADLINE_EXCEEDED, "context deadline exceeded");

    private final Loops loops;
    private final Ticker ticker;
    private final ClientTls contexts = ClientTls.forHttp2();
    private final AtomicInteger next = new AtomicInteger();

    public HealthCalls(Loops loops, Ticker ticker) {
        this.loops = loops;
        this.ticker = ticker;
    }

    /** All addresses of a host are tried, one behind the other, as long as there is time. */
    @Override
    public Said ask(Question question, Duration atMost) throws InterruptedException {
        long end = ticker.nanos() + atMost.toNanos();
        Said said = failed(Code.UNAVAILABLE, "the host has no address");
        try {
            SslContext tls = context(question.security());
            for (InetAddress address : InetAddress.getAllByName(question.host())) {
                long left = end - ticker.nanos();
                if (left <= 0) {
                    return TOO_LATE;
                }
                said = ask(question, new InetSocketAddress(address, question.port()), tls, Duration.ofNanos(left));
                if (!(said instanceof Said.Failed f) || !f.code().equals(Code.UNAVAILABLE.spelling())) {
                    return said;
                }
            }
            return said;
        } catch (UnknownHostException e) {
            return unreachable("dial tcp: lookup " + question.host() + ": no such host");
        }
    }

    private @Nullable SslContext context(Security security) {
        try {
            return switch (security) {
                case PLAIN -> null;
                case TLS -> contexts.context(new UpstreamTls.Verified(Optional.empty(), Optional.empty()));
                case TLS_UNVERIFIED -> contexts.context(new UpstreamTls.Unverified());
            };
        } catch (BadKey e) {
            throw new IllegalStateException("no key is used", e);
        }
    }

    private Said ask(Question question, InetSocketAddress address, @Nullable SslContext tls, Duration atMost)
            throws InterruptedException {
        var answer = new CompletableFuture<Said>();
        var loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.count()));
        var call = new HealthCall(question, address, tls, atMost, answer::complete);
        loop.execute(() -> call.begin(loop));
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return TOO_LATE;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            loop.execute(call::close);
        }
    }

    /** Nobody asks any more. */
    @Override
    public void close() {
        contexts.close();
    }

    static Said failed(Code code, String why) {
        return new Said.Failed(code.spelling(), why);
    }

    /** No connection was made. */
    static Said unreachable(String why) {
        return failed(Code.UNAVAILABLE, "connection error: desc = \"transport: " + why + "\"");
    }
}
