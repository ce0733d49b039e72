package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.wire.datagram.Datagrams;
import java.io.IOException;

/** One address on which DNS is served. Its answers are exchanged by one write: no query is lost, and each is answered by one generation. */
public final class DnsServer implements AutoCloseable {
    private final Datagrams datagrams;
    private volatile Answers answers;

    private DnsServer(String host, int port, int threads, Datagrams.Kind kind, Answers answers) throws IOException {
        this.answers = answers;
        this.datagrams = Datagrams.open(host, port, threads, kind, () -> new DatagramService(this::answers));
    }

    public static DnsServer open(String host, int port, int threads, Answers answers) throws IOException {
        return new DnsServer(host, port, threads, Datagrams.Kind.best(), answers);
    }

    /** What is in force. */
    public Answers answers() {
        return answers;
    }

    /** In force for every query that is taken up from now on. */
    public void serve(Answers next) {
        answers = next;
    }

    public int port() {
        return datagrams.port();
    }

    @Override
    public void close() {
        datagrams.close();
    }
}
