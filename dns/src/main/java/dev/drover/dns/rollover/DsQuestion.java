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

    private static final int MOST_PIECES = 20;

    private final SecureRandom random = new SecureRandom();

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

    /** An answer is small, and comes in few pieces: whoever sends byte by byte is not waited for. */
    private static byte[] read(Socket socket, int size) throws IOException {
        var bytes = new byte[size];
        int at = 0;
        for (int pieces = 0; at < size; pieces++) {
            int more = socket.getInputStream().read(bytes, at, size - at);
            if (more < 0) {
                throw new EOFException("hangs up");
            }
            if (pieces == MOST_PIECES) {
                throw new IOException("answers too slowly");
            }
            at += more;
        }
        return bytes;
    }

    private static Message exchange(InetSocketAddress server, byte[] query) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            byte[] framed = ByteBuffer.allocate(query.length + 2)
                    .putShort((short) query.length)
                    .put(query)
                    .array();
            socket.getOutputStream().write(framed);
            byte[] size = read(socket, 2);
            return new Message(read(socket, ByteBuffer.wrap(size).getShort() & 0xffff));
        } catch (RuntimeException e) {
            throw new IOException("answers what cannot be read", e);
        }
    }
}
