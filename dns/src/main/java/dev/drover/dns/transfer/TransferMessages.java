package dev.drover.dns.transfer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.wire.framed.FrameSource;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a transfer, made one by one as the client takes them: memory holds one message however large the zone is. Each repeats the
 * question, whose name the owners' names end with: a pointer spares that, and an owner that is the one before (RFC 5936
 * section 2.2 and 3.4).
 */
final class TransferMessages implements FrameSource {
    /** What pointers reach, with room for the signature and a name behind it. */
    private static final int FULL = 16_000;

    private static final int RECORD_HEAD = 10;
    private static final int POINTER = 0xc000;

    private final int id;
    private final byte[] question;
    private final DnsName origin;
    private final Iterator<Owned> records;
    private final @Nullable Signing signing;
    private @Nullable Owned set;
    private int next;
    private @Nullable DnsName owner;
    private int ownerAt;
    private boolean isDone;

    /** @param question as it came, from the name to the class */
    TransferMessages(int id, byte[] question, DnsName origin, Iterator<Owned> records, @Nullable Signing signing) {
        this.id = id;
        this.question = question.clone();
        this.origin = origin;
        this.records = records;
        this.signing = signing;
    }

    @Override
    public int next(byte[] buffer) {
        if (isDone) {
            return -1;
        }
        Wire.put16(buffer, 0, id);
        buffer[2] = (byte) 0x84; // a response, authoritative
        buffer[3] = 0;
        Wire.put16(buffer, 4, 1);
        Wire.put16(buffer, 8, 0);
        Wire.put16(buffer, 10, 0);
        System.arraycopy(question, 0, buffer, Query.HEADER, question.length);
        int at = Query.HEADER + question.length;
        int count = 0;
        owner = null;
        while (advance() && (count == 0 || at + size() <= FULL)) {
            at = write(buffer, at);
            count++;
        }
        Wire.put16(buffer, 6, count);
        isDone = set == null;
        return signing == null ? at : signing.append(buffer, at);
    }

    /** Whether there is a record to write. */
    private boolean advance() {
        if (set != null && next == set.set().size()) {
            set = null;
        }
        if (set == null && records.hasNext()) {
            set = records.next();
            next = 0;
        }
        return set != null;
    }

    private Owned current() {
        if (set == null) {
            throw new IllegalStateException("no record is left");
        }
        return set;
    }

    private int size() {
        Owned from = current();
        return from.owner().length()
                + RECORD_HEAD
                + from.set().rdata().get(next).length();
    }

    private int write(byte[] buffer, int from) {
        Owned record = current();
        Rdata data = record.set().rdata().get(next++);
        int at = writeOwner(buffer, from, record.owner());
        at = Wire.put16(buffer, at, record.set().type().number());
        at = Wire.put16(buffer, at, Query.CLASS_IN);
        at = Wire.put32(buffer, at, record.set().ttl());
        at = Wire.put16(buffer, at, data.length());
        data.copyTo(buffer, at);
        return at + data.length();
    }

    private int writeOwner(byte[] buffer, int at, DnsName name) {
        if (owner != null && name.equals(owner)) {
            return Wire.put16(buffer, at, POINTER | ownerAt);
        }
        owner = name;
        ownerAt = at;
        int own = name.length() - origin.length();
        for (int i = 0; i < own; i++) {
            buffer[at + i] = name.at(i);
        }
        if (own == 0) {
            ownerAt = Query.HEADER;
        }
        return Wire.put16(buffer, at + own, POINTER | Query.HEADER);
    }
}
