package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.wire.Loops;
import dev.drover.wire.framed.FrameLimits;
import dev.drover.wire.framed.FramedStreams;
import dev.drover.wire.tls.ServerTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One address on which DNS is served over TLS (RFC 7858): messages as over TCP, transfers among them (RFC 9103). */
public final class TlsServer implements SecureDoor {
    /** What is spoken, as ALPN has it. */
    public static final List<String> PROTOCOLS = List.of("dot");

    /** A handshake costs both sides more than a question: whoever made one may be quiet for longer than over TCP. */
    static final FrameLimits LIMITS = new FrameLimits(Duration.ofSeconds(30), 1000, 100, 16 << 10);

    private final FramedStreams streams;
    private volatile Answers answers;

    private TlsServer(
            Loops loops,
            String host,
            int port,
            FrameLimits limits,
            Answers answers,
            DnsServer.Staff staff,
            ServerTls tls)
            throws IOException {
        this.answers = answers;
        this.streams = FramedStreams.open(
                loops,
                host,
                port,
                limits,
                () -> new StreamService(() -> this.answers, staff, Figures.Transport.TLS),
                tls);
    }

    /**
     * Binds and serves.
     *
     * @param tls with keys for {@link #PROTOCOLS}
     * @throws IOException with the reason in words, such as a port in use
     */
    public static TlsServer open(
            Loops loops, String host, int port, Answers answers, DnsServer.Staff staff, ServerTls tls)
            throws IOException {
        return open(loops, host, port, LIMITS, answers, staff, tls);
    }

    static TlsServer open(
            Loops loops,
            String host,
            int port,
            FrameLimits limits,
            Answers answers,
            DnsServer.Staff staff,
            ServerTls tls)
            throws IOException {
        return new TlsServer(loops, host, port, limits, answers, staff, tls);
    }

    @Override
    public void serve(Answers next) {
        answers = next;
    }

    @Override
    public void use(ServerTls tls) {
        streams.use(tls);
    }

    @Override
    public int port() {
        return streams.port();
    }

    @Override
    public void close() {
        streams.close();
    }
}
