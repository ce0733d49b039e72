package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.http.serve.HttpsLimits;
import dev.drover.http.serve.HttpsListener;
import dev.drover.wire.Loops;
import dev.drover.wire.tls.ServerTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One address on which DNS is served in requests over HTTPS (RFC 8484). */
public final class HttpsServer implements SecureDoor {
    /** What is spoken, as ALPN has it. */
    public static final List<String> PROTOCOLS = HttpsListener.PROTOCOLS;

    /** A message in a target takes a third more than its length; all that can wait at once takes 128 MiB. */
    private static final HttpsLimits LIMITS =
            new HttpsLimits(Duration.ofSeconds(30), 1000, 100, 32, 2 * HttpsService.LONGEST, HttpsService.LONGEST);

    private final HttpsListener listener;
    private volatile Answers answers;

    private HttpsServer(Loops loops, String host, int port, Answers answers, DnsServer.Staff staff, ServerTls tls)
            throws IOException {
        this.answers = answers;
        this.listener =
                HttpsListener.open(loops, host, port, LIMITS, () -> new HttpsService(() -> this.answers, staff), tls);
    }

    /**
     * Binds and serves.
     *
     * @param tls with keys for {@link #PROTOCOLS}
     * @throws IOException with the reason in words, such as a port in use
     */
    public static HttpsServer open(
            Loops loops, String host, int port, Answers answers, DnsServer.Staff staff, ServerTls tls)
            throws IOException {
        return new HttpsServer(loops, host, port, answers, staff, tls);
    }

    @Override
    public void serve(Answers next) {
        answers = next;
    }

    @Override
    public void use(ServerTls tls) {
        listener.use(tls);
    }

    @Override
    public int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
