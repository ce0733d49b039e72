package dev.drover.dns.transfer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Gets a zone from its primary: what changed, if it can be told, else all of it. Blocking; for virtual threads. */
final class Fetch {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A transfer that takes longer is given up. */
    private static final Duration MOST = Duration.ofMinutes(10);

    /** So many messages may come between two signatures (RFC 8945 section 5.3.1). */
    private static final int MOST_UNSIGNED = 99;

    private final DnsName origin;
    private final InetSocketAddress server;
    private final @Nullable TransferKey key;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Fetch(DnsName origin, InetSocketAddress server, @Nullable TransferKey key, InstantSource clock) {
        this.origin = origin;
        this.server = server;
        this.key = key;
        this.clock = clock;
    }

    /** The version after this one; empty when there is none. */
    Optional<Zone> after(@Nullable Zone have) throws IOException {
        if (have != null) {
            try {
                return ask(have);
            } catch (IOException e) {
                if (e.getCause() == null || !(e.getCause() instanceof Incoming.Unsound)) {
                    throw e;
                }
                // What changed makes no sense: all of it may.
            }
        }
        return ask(null);
    }

    private Optional<Zone> ask(@Nullable Zone have) throws IOException {
        Instant deadline = clock.instant().plus(MOST);
        var message = new byte[Query.LONGEST];
        int length = query(message, have);
        Signing signing = key == null ? null : new Signing(key, new byte[0], clock);
        int end = signing == null ? length : signing.append(message, length);
        Signing answers = signing == null ? null : signing.ofAnswer();
        try (var socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var framed = new byte[end + 2];
            Wire.put16(framed, 0, end);
            System.arraycopy(message, 0, framed, 2, end);
            socket.getOutputStream().write(framed);
            var in = new DataInputStream(socket.getInputStream());
            var incoming = new Incoming(origin, have);
            int unsigned = 0;
            boolean first = true;
            while (!incoming.isDone() || unsigned > 0) {
                if (clock.instant().isAfter(deadline)) {
                    throw new IOException("the transfer took longer than " + MOST.toMinutes() + " minutes");
                }
                var answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                unsigned = verify(answer, answers, first, unsigned);
                take(answer, Wire.u16(message, 0), incoming);
                first = false;
            }
            return incoming.zone();
        } catch (Incoming.Unsound e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private int query(byte[] into, @Nullable Zone have) {
        Wire.put16(into, 0, random.nextInt(1 << 16));
        Wire.put16(into, 2, 0);
        Wire.put32(into, 4, 0x0001_0000L);
        Wire.put32(into, 8, have == null ? 0 : 0x0001_0000L);
        int at = Wire.put(into, Query.HEADER, origin);
        at = Wire.put16(into, at, (have == null ? RecordType.AXFR : RecordType.IXFR).number());
        at = Wire.put16(into, at, Query.CLASS_IN);
        if (have != null) {
            at = Wire.put16(into, at, 0xc000 | Query.HEADER);
            at = Wire.put16(into, at, RecordType.SOA.number());
            at = Wire.put16(into, at, Query.CLASS_IN);
            at = Wire.put32(into, at, 0);
            byte[] soa = have.soa().first().toBytes();
            at = Wire.put16(into, at, soa.length);
            System.arraycopy(soa, 0, into, at, soa.length);
            at += soa.length;
        }
        return at;
    }

    /** How many messages wait for a signature now. */
    private int verify(byte[] answer, @Nullable Signing answers, boolean first, int unsigned) throws IOException {
        if (answers == null) {
            return 0;
        }
        Optional<Signature> signature = Signature.find(answer, answer.length);
        if (signature.isEmpty()) {
            if (first || unsigned >= MOST_UNSIGNED) {
                throw new IOException("what comes is not signed");
            }
            answers.hold(answer);
            return unsigned + 1;
        }
        Signature theirs = signature.get();
        long off = Math.abs(clock.instant().getEpochSecond() - theirs.time());
        if (theirs.error() != Signature.NO_ERROR) {
            throw new IOException("the signature is refused with error " + theirs.error());
        }
        if (!answers.verify(answer, theirs) || off > theirs.fudge()) {
            throw new IOException("the signature of what comes is wrong");
        }
        return 0;
    }

    private void take(byte[] answer, int id, Incoming incoming) throws IOException, Incoming.Unsound {
        Message message;
        try {
            message = new Message(answer);
        } catch (RuntimeException e) {
            throw new IOException("a message that cannot be read", e);
        }
        int rcode = message.getRcode();
        if (message.getHeader().getID() != id || rcode != 0) {
            throw new IOException(rcode != 0 ? "it answers with code " + rcode : "it answers something else");
        }
        if (message.getSection(Section.ANSWER).isEmpty()) {
            throw new IOException("it answers nothing");
        }
        for (Record record : message.getSection(Section.ANSWER)) {
            if (record.getDClass() != DClass.IN) {
                throw new IOException("a record of another class");
            }
            byte[] wire = record.toWire(Section.ANSWER);
            DnsName owner = DnsName.ofWire(wire, 0);
            byte[] data = Arrays.copyOfRange(wire, owner.length() + 10, wire.length);
            int ttl = (int) Math.min(Integer.MAX_VALUE, record.getTTL());
            incoming.take(owner, RecordType.of(record.getType()), ttl, Rdata.of(data));
        }
    }
}
