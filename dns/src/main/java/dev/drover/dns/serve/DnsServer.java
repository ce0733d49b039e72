package dev.drover.dns.serve;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.guard.Guard;
import dev.drover.wire.Loops;
import dev.drover.wire.datagram.Datagrams;
import dev.drover.wire.framed.FrameLimits;
import dev.drover.wire.framed.FramedStreams;
import java.io.IOException;

/**
 * One address on which DNS is served, over UDP and TCP on the same port. Its answers are exchanged by one write: no query is lost, and
 * each is answered by one generation.
 */
public final class DnsServer implements Door {
    /** What streams may take unless told otherwise (RFC 7766 section 6.2.3 speaks of seconds). */
    public static final FrameLimits STREAMS = new FrameLimits(Answers.IDLE, 1000, 100, 16 << 10);

    /** Tries to find a port that both are free to take. */
    private static final int TRIES = 20;

    private final Datagrams datagrams;
    private final FramedStreams streams;
    private volatile Answers answers;

    /**
     * Who has a say in what is answered besides the answers themselves.
     *
     * @param figures what was answered is counted here
     */
    public record Staff(Aside aside, Guard guard, Figures figures) {
        public Staff(Aside aside, Guard guard) {
            this(aside, guard, new Figures());
        }

        /** Nobody: no transfers, no limits, no cookies. */
        public static Staff none() {
            return new Staff(Aside.REFUSING, Guard.none());
        }
    }

    private DnsServer(
            Loops loops, String host, int port, Datagrams.Kind kind, FrameLimits limits, Answers answers, Staff staff)
            throws IOException {
        this.answers = answers;
        // Streams last: whoever sees the port listen may ask by datagram.
        this.datagrams =
                Datagrams.open(host, port, loops.count(), kind, () -> new DatagramService(this::answers, staff));
        try {
            this.streams = FramedStreams.open(
                    loops,
                    host,
                    datagrams.port(),
                    limits,
                    () -> new StreamService(this::answers, staff, Figures.Transport.TCP));
        } catch (IOException e) {
            datagrams.close();
            throw e;
        }
    }

    /**
     * Binds and serves; datagrams by as many threads as there are loops.
     *
     * @param host {@code *} for all addresses of both families, else an address
     * @param port 0 for any that is free
     * @throws IOException with the reason in words, such as a port in use
     */
    public static DnsServer open(Loops loops, String host, int port, Answers answers) throws IOException {
        return open(loops, host, port, answers, Staff.none());
    }

    /** The same with whoever guards it, and takes what is no ordinary query. */
    public static DnsServer open(Loops loops, String host, int port, Answers answers, Staff staff) throws IOException {
        return open(loops, host, port, Datagrams.Kind.best(), STREAMS, answers, staff);
    }

    /** The same with all that may be chosen. */
    public static DnsServer open(
            Loops loops, String host, int port, Datagrams.Kind kind, FrameLimits limits, Answers answers, Staff staff)
            throws IOException {
        for (int i = 1; ; i++) {
            try {
                return new DnsServer(loops, host, port, kind, limits, answers, staff);
            } catch (IOException e) {
                if (port != 0 || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** What is in force. */
    public Answers answers() {
        return answers;
    }

    @Override
    public void serve(Answers next) {
        answers = next;
    }

    @Override
    public int port() {
        return datagrams.port();
    }

    /** Connections of streams that are open. */
    public int connections() {
        return streams.connections();
    }

    /** Takes nothing more; answers what was taken. */
    @Override
    public void close() {
        datagrams.close();
        streams.close();
    }
}
