package dev.drover.dns.transfer;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.wire.framed.Conversation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One query that is no ordinary one, and its answer. What is signed is looked at first, and stripped of it; whoever signed gets a signed
 * answer (RFC 8945 section 5).
 */
final class Exchange {
    /** The answer is made as the client takes it. */
    static final int BEING_SENT = -1;

    private static final int NOTIFY = 4;
    private static final int TRUNCATED = 0x02;
    private static final int AUTHORITATIVE = 0x04;
    private static final byte[] NOTHING = {};

    private final Query query;
    private final byte[] bytes;
    private final Transfers.Table table;
    private final Secondaries secondaries;
    private final InstantSource clock;
    private final Optional<Conversation> with;
    private int length;
    private @Nullable Signing signing;
    private @Nullable DnsName key;

    /** @param with present on a stream */
    Exchange(
            Query query,
            int length,
            Transfers.Table table,
            Secondaries secondaries,
            InstantSource clock,
            Optional<Conversation> with) {
        this.secondaries = secondaries;
        this.query = query;
        this.bytes = query.bytes();
        this.length = length;
        this.table = table;
        this.clock = clock;
        this.with = with;
    }

    /** Where the answer ends; 0 when there is none. */
    int answer(Answers answers) {
        Optional<Signature> signature = Signature.find(bytes, length);
        if (signature.isEmpty()) {
            return query.isSigned() ? refuse(Rcode.FORMERR) : rest(answers);
        }
        Signature theirs = signature.get();
        TransferKey known = table.keys().get(theirs.key());
        if (known == null || !known.algorithmName().equals(theirs.algorithm())) {
            return refuseUnsigned(theirs, Signature.BAD_KEY);
        }
        if (theirs.mac().length != known.macLength()) {
            return refuseUnsigned(theirs, Signature.BAD_TRUNCATION);
        }
        if (!new Signing(known, NOTHING, clock).verify(bytes, theirs)) {
            return refuseUnsigned(theirs, Signature.BAD_SIGNATURE);
        }
        var own = new Signing(known, theirs.mac(), clock);
        if (Math.abs(clock.instant().getEpochSecond() - theirs.time()) > theirs.fudge()) {
            return own.appendBadTime(bytes, bare(Rcode.NOTAUTH), theirs.time());
        }
        signing = own;
        key = known.name();
        length = theirs.start();
        Wire.put16(bytes, 10, Wire.u16(bytes, 10) - 1);
        return rest(answers);
    }

    private int rest(Answers answers) {
        if (query.opcode() == NOTIFY) {
            return notified();
        }
        boolean transfer = query.type() == RecordType.AXFR.number() || query.type() == RecordType.IXFR.number();
        if (transfer && query.dnsClass() == Query.CLASS_IN) {
            return transfer();
        }
        int size = answers.answer(query, length, with.isPresent());
        return size == 0 ? 0 : signed(size);
    }

    /** From whom it does not matter: news are not believed, only a reason to ask (RFC 1996 section 3.10). */
    private int notified() {
        DnsName origin =
                Wire.u16(bytes, 4) == 1 ? Wire.name(bytes, Wire.HEADER, length).orElse(null) : null;
        boolean ours = origin != null && secondaries.told(origin, client());
        int end = bare(origin == null ? Rcode.FORMERR : ours ? Rcode.NOERROR : Rcode.NOTAUTH);
        bytes[2] |= AUTHORITATIVE;
        return signed(end);
    }

    private int transfer() {
        DnsName origin = query.nameValue();
        Copy copy = table.copies().get(origin);
        if (copy == null || !copy.access().allows(client(), key)) {
            return refuse(Rcode.REFUSED);
        }
        boolean whole = query.type() == RecordType.AXFR.number();
        OptionalLong theirs = whole ? OptionalLong.empty() : serial();
        if (!whole && theirs.isEmpty()) {
            return refuse(Rcode.FORMERR);
        }
        boolean isCurrent = theirs.isPresent() && !Serial.isNewer(copy.zone().serial(), theirs.getAsLong());
        if (with.isEmpty()) {
            // A datagram tells the serial at most: the client comes back by a stream (RFC 1995 section 2).
            return whole ? refuse(Rcode.REFUSED) : messages(origin, soa(copy)).next(bytes);
        }
        Iterator<Owned> records = isCurrent
                ? soa(copy)
                : theirs.isEmpty()
                        ? copy.whole()
                        : copy.since(theirs.getAsLong()).orElseGet(copy::whole);
        with.get().send(messages(origin, records));
        return BEING_SENT;
    }

    private TransferMessages messages(DnsName origin, Iterator<Owned> records) {
        byte[] question = Arrays.copyOfRange(bytes, Query.HEADER, query.questionEnd());
        return new TransferMessages(Wire.u16(bytes, 0), question, origin, records, signing);
    }

    private static Iterator<Owned> soa(Copy copy) {
        return List.of(new Owned(copy.zone().origin(), copy.zone().soa())).iterator();
    }

    /** Of the SOA that the client has, in the second section: the first of the five numbers that its data ends with. */
    private OptionalLong serial() {
        int data = Wire.u16(bytes, 8) == 0 ? -1 : Wire.skipName(bytes, query.questionEnd(), length);
        if (data < 0 || data + 10 > length || Wire.u16(bytes, data) != RecordType.SOA.number()) {
            return OptionalLong.empty();
        }
        int size = Wire.u16(bytes, data + 8);
        int end = data + 10 + size;
        return size < 22 || end > length ? OptionalLong.empty() : OptionalLong.of(Wire.u32(bytes, end - 20));
    }

    private InetAddress client() {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(16)
                    .putLong(query.clientHigh())
                    .putLong(query.clientLow())
                    .array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private int refuse(int rcode) {
        return signed(bare(rcode));
    }

    private int refuseUnsigned(Signature theirs, int error) {
        return Signing.appendUnsigned(theirs, bytes, bare(Rcode.NOTAUTH), error, clock);
    }

    /** Nothing but header and question. */
    private int bare(int rcode) {
        int end = Wire.HEADER;
        if (Wire.u16(bytes, 4) == 1) {
            int type = Wire.skipName(bytes, Wire.HEADER, length);
            end = type < 0 || type + 4 > length ? Wire.HEADER : type + 4;
        }
        bytes[2] = (byte) (0x80 | (bytes[2] & 0x79));
        bytes[3] = (byte) ((bytes[3] & 0x10) | rcode);
        Wire.put16(bytes, 4, end > Wire.HEADER ? 1 : 0);
        Wire.put32(bytes, 6, 0);
        Wire.put16(bytes, 10, 0);
        return end;
    }

    /** The answer with its signature; cut off where that would not fit. */
    private int signed(int size) {
        if (signing == null) {
            return size;
        }
        int most = with.isPresent() ? Query.LONGEST : query.edns().payload();
        if (size + signing.size() > most) {
            int end = bare(bytes[3] & 0xf);
            bytes[2] |= TRUNCATED;
            return signing.append(bytes, end);
        }
        return signing.append(bytes, size);
    }
}
