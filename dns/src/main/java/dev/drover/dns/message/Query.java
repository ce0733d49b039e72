package dev.drover.dns.message;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One query, parsed where it lies. The answer is made in the same bytes: behind the question, which stays as it came, case of letters
 * included. Reused for one query after another by one thread; parsing allocates nothing and takes time in proportion to the length.
 *
 * <pre>
 *   0         2      4       6       8       10      12
 *   +---------+------+-------+-------+-------+-------+----------+-----------+ RFC 1035 section 4.1
 *   | ID      | bits | QDCNT | ANCNT | NSCNT | ARCNT | question | ... OPT   |
 *   +---------+------+-------+-------+-------+-------+----------+-----------+
 *   bits: QR opcode(4) AA TC RD | RA Z AD CD rcode(4)
 * </pre>
 */
public final class Query {
    /** Bytes before the question. */
    public static final int HEADER = 12;
    /** The longest message there is: its length fits two bytes on streams. */
    public static final int LONGEST = 0xffff;
    /** What everybody takes in a datagram (RFC 1035 section 4.2.1). */
    public static final int PLAIN_PAYLOAD = 512;

    public static final int CLASS_IN = 1;
    public static final int CLASS_CH = 3;

    /** What is to be done with it. */
    public enum Verdict {
        /** Sound: look for an answer. */
        SOUND,
        /** Not as it must be (RFC 1035 section 4.1.1, RFC 9619). */
        MALFORMED,
        /** An opcode that this is no parser of. */
        OTHER_OPCODE,
        /** Of an EDNS version that is not 0 (RFC 6891 section 6.1.3). */
        OTHER_VERSION,
        /** Too short for an answer, or itself a response: answering could go round for ever. */
        UNANSWERABLE
    }

    private final byte[] bytes;
    private final Suffixes name = new Suffixes();
    private final EdnsQuery edns = new EdnsQuery();
    private final Drawing drawing = new Drawing();
    private int questionEnd;
    private int type;
    private int dnsClass;
    private boolean signed;
    private @Nullable Answering answeredBy;
    private String decidedBy = "";
    private boolean cookieAlone;
    private boolean canWait;
    private @Nullable CompletableFuture<Void> awaited;
    private long clientHigh;
    private long clientLow;

    /** With room for any message. */
    public Query() {
        this(LONGEST);
    }

    /** With room for messages of so many bytes, for transports that carry no longer ones. */
    public Query(int room) {
        bytes = new byte[room];
    }

    /** The message: to be filled before {@link #parse}, then answered in. */
    public byte[] bytes() {
        return bytes;
    }

    /** Who sent it, to be told before it is answered; addresses of IPv4 as {@code ::ffff:a.b.c.d}. */
    public void from(long high, long low) {
        clientHigh = high;
        clientLow = low;
    }

    /** The upper 64 bits of who sent it. */
    public long clientHigh() {
        return clientHigh;
    }

    /** The lower 64 bits of who sent it. */
    public long clientLow() {
        return clientLow;
    }

    /** Reads the first {@code length} bytes. */
    public Verdict parse(int length) {
        questionEnd = HEADER;
        type = 0;
        dnsClass = 0;
        signed = false;
        answeredBy = null;
        decidedBy = "";
        awaited = null;
        cookieAlone = false;
        edns.clear();
        if (length < HEADER || (bytes[2] & 0x80) != 0) {
            return Verdict.UNANSWERABLE;
        }
        int questions = u16(4);
        boolean asks = questions == 1 && readQuestion(length);
        // Who is refused for something else is told so with EDNS where he uses it (RFC 6891 section 6.1.1).
        boolean whole = (asks || questions == 0) && readRecords(length);
        if (opcode() != 0) {
            return Verdict.OTHER_OPCODE;
        }
        if (!asks || !whole) {
            cookieAlone = questions == 0 && whole && edns.isGivenCookie();
            return Verdict.MALFORMED;
        }
        return edns.isPresent() && edns.version() != 0 ? Verdict.OTHER_VERSION : Verdict.SOUND;
    }

    private boolean readQuestion(int length) {
        int end = name.read(bytes, HEADER, length);
        if (end < 0 || end + 4 > length) {
            return false;
        }
        type = u16(end);
        dnsClass = u16(end + 2);
        questionEnd = end + 4;
        return true;
    }

    /** Behind the question: nothing but the SOA of an IXFR (RFC 1995 section 3), then additional records; no byte behind them. */
    private boolean readRecords(int length) {
        int authority = u16(8);
        if (u16(6) != 0 || (authority != 0 && type != RecordType.IXFR.number())) {
            return false;
        }
        int at = questionEnd;
        for (int i = 0; i < authority && at >= 0; i++) {
            at = skipRecord(at, length);
        }
        int additional = u16(10);
        for (int i = 0; i < additional && at >= 0; i++) {
            at = readAdditional(at, length, i == additional - 1);
        }
        return at == length;
    }

    private int readAdditional(int at, int length, boolean last) {
        int data = skipName(at, length);
        int end = data < 0 ? -1 : skipRecord(at, length);
        if (end < 0) {
            return -1;
        }
        int found = u16(data);
        if (found == RecordType.OPT.number()) {
            boolean rooted = bytes[at] == 0;
            return rooted && !edns.isPresent() && edns.read(bytes, data + 2, end) ? end : -1;
        }
        if (found == RecordType.TSIG.number()) {
            signed = true;
            return last ? end : -1;
        }
        return end;
    }

    /** Where the record ends, or -1. */
    private int skipRecord(int at, int length) {
        int data = skipName(at, length);
        if (data < 0 || data + 10 > length) {
            return -1;
        }
        int end = data + 10 + u16(data + 8);
        return end <= length ? end : -1;
    }

    /** Where the name ends, or -1. A pointer ends it: what it points to does not matter here, so there is nothing to go round in. */
    private int skipName(int from, int length) {
        int at = from;
        while (at < length && at - from < DnsName.LONGEST) {
            int size = bytes[at] & 0xff;
            if (size == 0) {
                return at + 1;
            }
            if (size >= 0xc0) {
                return at + 2 <= length ? at + 2 : -1;
            }
            if (size > DnsName.LONGEST_LABEL) {
                return -1;
            }
            at += 1 + size;
        }
        return -1;
    }

    private int u16(int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /**
     * Writes the header of an answer; the counts are those of the sections behind the question. RD and CD stay as they came (RFC 1035
     * section 4.1.1, RFC 4035 section 3.1.6).
     */
    public void answerWith(int rcode, int answers, int authorities, int additionals) {
        bytes[2] = (byte) (0x84 | (bytes[2] & 0x79));
        bytes[3] = (byte) ((bytes[3] & 0x10) | rcode);
        put16(4, 1);
        put16(6, answers);
        put16(8, authorities);
        put16(10, additionals);
    }

    private void put16(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    public int opcode() {
        return bytes[2] >> 3 & 0xf;
    }

    /** The name asked for, with its endings. Only of a query whose question was read. */
    public Suffixes name() {
        return name;
    }

    /** The number of the type asked for; 0 while no question was read. */
    public int type() {
        return type;
    }

    public int dnsClass() {
        return dnsClass;
    }

    /** Where the answer goes: behind the question, or behind the header when there is no sound question. */
    public int questionEnd() {
        return questionEnd;
    }

    public EdnsQuery edns() {
        return edns;
    }

    /** For answers that have their records in another order each time. */
    public Drawing drawing() {
        drawing.stir(u16(0));
        return drawing;
    }

    /** Who answered; null for nobody. For whoever counts. */
    public @Nullable Answering answeredBy() {
        return answeredBy;
    }

    /** Told by whoever answers. */
    public void answeredBy(Answering by) {
        answeredBy = by;
    }

    /** Lets go of who answered: what is out of force is not held until the next query comes. */
    public void forget() {
        answeredBy = null;
        awaited = null;
    }

    /** Whether it is without a question because it asks for a cookie alone (RFC 7873 section 5.4). */
    public boolean asksForCookieAlone() {
        return cookieAlone;
    }

    /** Whether whoever asks takes an answer later; holds for queries to come, too. */
    public void canWait(boolean can) {
        canWait = can;
    }

    public boolean canWait() {
        return canWait;
    }

    /** When it is to be asked again; null where that is not told. */
    public @Nullable CompletableFuture<Void> awaited() {
        return awaited;
    }

    public void await(CompletableFuture<Void> done) {
        awaited = done;
    }

    /** Which step of a chain had the last word on the answer; empty where none had one. */
    public String decidedBy() {
        return decidedBy;
    }

    public void decidedBy(String step) {
        decidedBy = step;
    }

    /** Whether it carries a transaction signature (RFC 8945). */
    public boolean isSigned() {
        return signed;
    }

    /** The name as a value; for what is not asked often. */
    public DnsName nameValue() {
        return DnsName.ofWire(bytes, HEADER);
    }
}
