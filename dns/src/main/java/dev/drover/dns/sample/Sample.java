package dev.drover.dns.sample;

import dev.drover.dns.message.Answering;
import dev.drover.dns.message.EdnsQuery;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.model.Network;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One query that was drawn, and what became of it. Filled again and again by the thread that answers, read by the one beside it. */
final class Sample {
    private static final int BADVERS = 15;

    private final byte[] name = new byte[DnsName.LONGEST + 1];
    private final byte[] subnet = new byte[20];
    private int subnetLength;
    private int nameLength;
    private int type;
    private int rcode;
    private int scope;
    private int size;
    private long nanos;
    private long high;
    private long low;
    private @Nullable Answering by;
    private String step = "";
    private int weight;
    private int logged;

    /**
     * Notes it.
     *
     * @param many so many queries it stands for; 0 if it was not drawn for counting
     * @param every one of so many is drawn for the log; 0 if it was not
     */
    void fill(Query query, int bytes, long now, int many, int every) {
        boolean asked = query.questionEnd() > Query.HEADER;
        nameLength = asked ? query.name().length() : 0;
        System.arraycopy(query.name().lower(), 0, name, 0, nameLength);
        EdnsQuery edns = query.edns();
        subnetLength = edns.subnetLength();
        System.arraycopy(edns.subnet(), 0, subnet, 0, subnetLength);
        scope = edns.answerScope();
        type = query.type();
        rcode = edns.version() == 0 ? query.bytes()[3] & 0xf : BADVERS;
        size = bytes;
        nanos = now;
        high = query.clientHigh();
        low = query.clientLow();
        by = query.answeredBy();
        step = query.decidedBy();
        weight = many;
        logged = every;
    }

    /** What it refers to may be collected. */
    void forget() {
        by = null;
    }

    int weight() {
        return weight;
    }

    int logged() {
        return logged;
    }

    /** When, by the monotonic clock. */
    long nanos() {
        return nanos;
    }

    int size() {
        return size;
    }

    int scope() {
        return scope;
    }

    String step() {
        return step;
    }

    /** In lower case and without the last dot; empty where there was no sound question. */
    String name() {
        return nameLength == 0 ? "" : bare(DnsName.ofWire(name, 0));
    }

    String type() {
        return type == 0 ? "" : new RecordType(type).toString();
    }

    String rcode() {
        return Rcode.word(rcode);
    }

    /** Origin of the zone; empty for no zone of ours. */
    String zone() {
        Answering answering = by;
        return answering == null ? "" : bare(answering.origin());
    }

    Network client() {
        return Networks.of(high, low);
    }

    Optional<Network> told() {
        return subnetLength == 0 ? Optional.empty() : Optional.of(Networks.told(subnet, subnetLength));
    }

    private static String bare(DnsName origin) {
        String text = origin.toString();
        return text.length() == 1 ? text : text.substring(0, text.length() - 1);
    }
}
