package dev.drover.dns.rollover;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A question for DS records, by TCP (RFC 7766) alone: what it is answered takes a key away, and a datagram can be from anybody.
 */
public final class DsQuestion implements Above {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final Duration patience;

    public DsQuestion() {
        this(PATIENCE);
    }

    /** @param patience with one server, from the first to the last */
    DsQuestion(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Answer ds(InetSocketAddress server, DnsName zone) throws IOException {
        var name = new Name(zone.wire());
        Record question = Record.newRecord(name, Type.DS, DClass.IN);
        Message query = Message.newQuery(question);
        int id = random.nextInt(1 << 16);
        query.getHeader().setID(id);
        query.getHeader().unsetFlag(Flags.RD);
        Message answer = exchange(server, query.toWire());
        if (answer.getHeader().getID() != id
                || !answer.getHeader().getFlag(Flags.QR)
                || !question.equals(answer.getQuestion())) {
            throw new IOException("answers something else");
        }
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new IOException("answers " + Rcode.string(answer.getRcode()));
        }
        if (!answer.getHeader().getFlag(Flags.AA)) {
            throw new IOException("does not answer for the zone above");
        }
        var all = new ArrayList<Rdata>();
        long ttl = 0;
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record.getType() == Type.DS && record.getName().equals(name)) {
                all.add(Rdata.of(record.rdataToWireCanonical()));
                ttl = Math.max(ttl, record.getTTL());
            }
        }
        return new Answer(all, ttl);
    }

    private static byte[] read(Socket socket, int size) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("hangs up");
        }
        return bytes;
    }

    /** Whoever sends byte by byte is waited for no longer than others. */
    private Message exchange(InetSocketAddress server, byte[] query) throws IOException {
        var end = new CompletableFuture<Boolean>().completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS);
        try (var socket = new Socket()) {
            CompletableFuture<Void> closed = end.thenAccept(isLate -> close(socket));
            socket.connect(server, (int) patience.toMillis());
            byte[] framed = ByteBuffer.allocate(query.length + 2)
                    .putShort((short) query.length)
                    .put(query)
                    .array();
            socket.getOutputStream().write(framed);
            byte[] size = read(socket, 2);
            byte[] answer = read(socket, ByteBuffer.wrap(size).getShort() & 0xffff);
            closed.cancel(false);
            return new Message(answer);
        } catch (RuntimeException e) {
            throw new IOException("answers what cannot be read", e);
        } catch (IOException e) {
            throw end.isDone() ? new IOException("answers too slowly", e) : e;
        } finally {
            end.cancel(false);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Whoever reads from it ends as well.
        }
    }
}
