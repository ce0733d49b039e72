package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a reply into the bytes behind a question. Names are compressed against the question and against each other (RFC 1035
 * section 4.1.4), in data only those of types that everybody knows (RFC 3597 section 4).
 *
 * <p>The bytes are made for one name asked for, the nominal one. Where others are answered with them, too (below a wildcard, or where
 * nothing is), the question may be longer, and all that is pointed to moves by the difference: those pointers are noted down.
 */
final class Rendering {
    /** Which names the bytes serve. */
    enum For {
        /** The nominal one alone. */
        ONE,
        /** All that end as the nominal one does without its first label; records that it owns are theirs. */
        WILDCARD,
        /** All that end with the nominal one. */
        BELOW
    }

    private static final int FARTHEST = 0x3fff - DnsName.LONGEST;
    private static final int MOST_MOVED = 255;
    private static final int RECORD_HEAD = 10;

    private final For whom;
    private final DnsName nominal;
    private byte[] out = new byte[1024];
    private int length;
    private int[] known = new int[32];
    private int knownCount;
    private final int[] moved = new int[MOST_MOVED];
    private int movedCount;

    private Rendering(DnsName nominal, For whom) {
        this.whom = whom;
        this.nominal = nominal;
        nominal.copyTo(out, Query.HEADER);
        length = Query.HEADER + nominal.length() + 4;
        int first = whom == For.WILDCARD ? 1 + nominal.at(0) : 0;
        for (int i = first; nominal.at(i) != 0; i += 1 + nominal.at(i)) {
            know(Query.HEADER + i);
        }
    }

    /** Renders it. Extras are left out where the message would become longer than a message may be. */
    static Template of(Reply reply, DnsName nominal, For whom) {
        var rendering = new Rendering(nominal, whom);
        int body = rendering.length;
        rendering.write(reply.answer());
        rendering.write(reply.authority());
        rendering.write(reply.glue());
        int needed = rendering.length - body;
        int neededMoved = rendering.movedCount;
        rendering.write(reply.extras());
        boolean fits = rendering.length <= Template.LONGEST;
        if (!fits && needed > Template.LONGEST) {
            throw new IllegalArgumentException("the answer for " + nominal + " has " + needed
                    + " bytes (expected: at most " + Template.LONGEST + ")");
        }
        int end = fits ? rendering.length : body + needed;
        int count = fits ? rendering.movedCount : neededMoved;
        var counts = new Template.Counts(
                records(reply.answer()),
                records(reply.authority()),
                records(reply.glue()),
                fits ? records(reply.extras()) : 0);
        return new Template(
                nominal.length(),
                reply,
                counts,
                Arrays.copyOfRange(rendering.out, body, end),
                needed,
                Arrays.stream(rendering.moved, 0, count).map(at -> at - body).toArray());
    }

    private static int records(List<Entry> entries) {
        return entries.stream().mapToInt(e -> e.set().size()).sum();
    }

    private void write(List<Entry> entries) {
        for (Entry entry : entries) {
            for (Rdata data : entry.set().rdata()) {
                writeOwner(entry.owner());
                ensure(RECORD_HEAD);
                u16(entry.set().type().number());
                u16(Query.CLASS_IN);
                u16(entry.set().ttl() >>> 16);
                u16(entry.set().ttl());
                int start = length;
                u16(0);
                writeData(entry.set().type().number(), data);
                int size = length - start - 2;
                out[start] = (byte) (size >>> 8);
                out[start + 1] = (byte) size;
            }
        }
    }

    private void writeOwner(DnsName owner) {
        if (whom != For.BELOW && owner.equals(nominal) && !nominal.isRoot()) {
            ensure(2);
            u16(0xc000 | Query.HEADER);
        } else {
            writeName(owner);
        }
    }

    private void writeData(int type, Rdata data) {
        switch (type) {
            case 2, 3, 4, 5, 7, 8, 9, 12 -> writeName(data.name(0)); // NS MD MF CNAME MB MG MR PTR
            case 15 -> { // MX
                writeBytes(data, 0, 2);
                writeName(data.name(2));
            }
            case 6 -> writeNames(data, 20); // SOA
            case 14 -> writeNames(data, 0); // MINFO
            case 39 -> { // DNAME: written whole (RFC 6672 section 2.5), but the CNAME made from it may point here
                int start = length;
                writeBytes(data, 0, data.length());
                knowLabels(start, length - 1);
            }
            default -> writeBytes(data, 0, data.length());
        }
    }

    /** Two names, then so many bytes. */
    private void writeNames(Rdata data, int rest) {
        DnsName first = data.name(0);
        writeName(first);
        writeName(data.name(first.length()));
        writeBytes(data, data.length() - rest, rest);
    }

    private void writeBytes(Rdata data, int from, int count) {
        ensure(count);
        for (int i = 0; i < count; i++) {
            out[length++] = (byte) data.u8(from + i);
        }
    }

    private void writeName(DnsName name) {
        ensure(name.length() + 1);
        int start = length;
        int i = 0;
        int at = -1;
        while (name.at(i) != 0 && at < 0) {
            at = movedCount < MOST_MOVED ? find(name, i) : -1;
            if (at < 0) {
                for (int size = name.at(i) + 1; size > 0; size--) {
                    out[length++] = name.at(i++);
                }
            }
        }
        // Not before it is whole, or one of its own labels could be taken for its ending.
        int end = length;
        if (at < 0) {
            out[length++] = 0;
        } else {
            if (whom != For.ONE) {
                moved[movedCount++] = length;
            }
            u16(0xc000 | at);
        }
        knowLabels(start, end);
    }

    private void knowLabels(int start, int end) {
        for (int label = start; label < end; label += 1 + out[label]) {
            know(label);
        }
    }

    /** An offset where this ending of the name is written already, or -1. */
    private int find(DnsName name, int from) {
        for (int k = 0; k < knownCount; k++) {
            if (isWritten(known[k], name, from)) {
                return known[k];
            }
        }
        return -1;
    }

    private boolean isWritten(int at, DnsName name, int from) {
        int a = at;
        int i = from;
        while (true) {
            if ((out[a] & 0xc0) == 0xc0) {
                a = (out[a] & 0x3f) << 8 | (out[a + 1] & 0xff);
                continue;
            }
            if (lower(out[a]) != lower(name.at(i))) {
                return false;
            }
            int size = out[a];
            if (size == 0) {
                return true;
            }
            for (int end = a + size; a < end; ) {
                if (lower(out[++a]) != lower(name.at(++i))) {
                    return false;
                }
            }
            a++;
            i++;
        }
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private void know(int at) {
        if (at <= FARTHEST) {
            if (knownCount == known.length) {
                known = Arrays.copyOf(known, known.length * 2);
            }
            known[knownCount++] = at;
        }
    }

    private void u16(int value) {
        out[length++] = (byte) (value >>> 8);
        out[length++] = (byte) value;
    }

    private void ensure(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
        }
    }
}
