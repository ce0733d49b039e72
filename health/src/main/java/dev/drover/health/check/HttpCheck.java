package dev.drover.health.check;

import dev.drover.http.client.ProbeRequest;
import dev.drover.http.client.ProbeResult;
import dev.drover.http.client.ProbeTarget;
import dev.drover.model.Health;
import dev.drover.model.Service.UpstreamTls;
import dev.drover.wire.tls.BadKey;
import dev.drover.wire.tls.ClientTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A GET is answered as wanted, over a connection that is kept between checks if the instance does so.
 *
 * @param fields header fields with their secrets read
 * @param contexts holds the context for {@code tls}, which was made when this was
 * @param keep how long the connection is kept: longer than the interval
 */
record HttpCheck(
        Health.Check.Http check,
        Map<String, String> fields,
        Optional<UpstreamTls> tls,
        ClientTls contexts,
        Duration timeout,
        Duration keep)
        implements PreparedCheck {
    private static final int BODY = 64 << 10;

    @Override
    public String words() {
        return "GET " + check.path();
    }

    /** The fields may be secret. */
    @Override
    public String toString() {
        return words();
    }

    ProbeRequest request(InetSocketAddress address) {
        String host = check.host().orElseGet(() -> hostPort(address));
        return ProbeRequest.get(check.path(), host, fields, check.body().isPresent() ? BODY : 0)
                .until(check.body().orElse(""));
    }

    /** Without the port where it is the one that the scheme stands for (RFC 9110 section 4.2). */
    private String hostPort(InetSocketAddress address) {
        String host = address.getHostString();
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return address.getPort() == (tls.isPresent() ? 443 : 80) ? bracketed : bracketed + ":" + address.getPort();
    }

    @Override
    public Probe probe(Lane lane, InetSocketAddress address) {
        int port = check.port().orElse(address.getPort());
        return new Asking(lane, new InetSocketAddress(address.getAddress(), port));
    }

    private final class Asking implements Probe {
        private final ProbeTarget target;
        private final ProbeRequest request;
        private boolean closed;

        Asking(Lane lane, InetSocketAddress address) {
            this.target = target(lane, address);
            this.request = request(address);
        }

        private ProbeTarget target(Lane lane, InetSocketAddress address) {
            try {
                return tls.isEmpty()
                        ? new ProbeTarget(lane.loop(), address, null, "", keep)
                        : new ProbeTarget(
                                lane.loop(),
                                address,
                                contexts.context(tls.get()),
                                ClientTls.serverName(tls.get(), address.getHostString()),
                                keep);
            } catch (BadKey e) {
                throw new IllegalStateException("the context was made before", e);
            }
        }

        @Override
        public void begin(Consumer<Outcome> done) {
            target.probe(request, timeout, result -> {
                if (!closed) {
                    done.accept(judge(result));
                }
            });
        }

        @Override
        public void close() {
            closed = true;
            target.close();
        }
    }

    private Outcome judge(ProbeResult result) {
        return switch (result) {
            case ProbeResult.Answered answered -> judge(answered);
            case ProbeResult.Failed failed -> Outcome.fail(words() + ": " + words(failed));
        };
    }

    private String words(ProbeResult.Failed failed) {
        return switch (failed.cause()) {
            case CONNECT -> Words.failedConnection(failed.detail());
            case TIMEOUT -> "no answer within " + Words.of(timeout);
            case RESET -> "connection reset or closed before the response ended";
            case GARBAGE -> failed.detail();
        };
    }

    private Outcome judge(ProbeResult.Answered answered) {
        String said = words() + " answered " + answered.status() + " in " + Words.since(0, answered.nanos());
        if (!check.status().contains(answered.status())) {
            return Outcome.fail(said + " (expected " + check.status() + ")");
        }
        if (check.body().filter(wanted -> !answered.body().contains(wanted)).isPresent()) {
            return Outcome.fail(said + ", without \"" + check.body().get() + "\" in its body");
        }
        return Outcome.pass(said);
    }
}
