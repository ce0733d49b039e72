package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.answer.Resolution.Detail;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a zone with a chain of NSEC records answers for names that it does not have, with proofs: all names in one gap of the chain that have the same
 * closest name above them are answered alike. It is worked out for the first of them, then bytes like any other. The memory is bounded:
 * gaps share slots, and the last one stays.
 */
final class Gaps {
    /** It depends on more than that. */
    static final int WORK_OUT = -2;

    private static final int MOST_SLOTS = 1 << 12;
    private static final int ANY_TYPE = 0;

    private final Zone zone;
    private final Arena table;
    private final AtomicReferenceArray<@Nullable Known> known;

    /** @param table of the zone with its proofs */
    Gaps(Zone zone, Arena table) {
        this.zone = zone;
        this.table = table;
        int wanted = 4 * zone.owners().size();
        this.known = new AtomicReferenceArray<>(Integer.highestOneBit(Math.clamp(wanted, 4, MOST_SLOTS)));
    }

    /**
     * An answer.
     *
     * @param closest node in the table
     * @param gap the name that begins it
     * @param type that was asked for, below a wildcard
     * @param answer its place in the bytes; {@link Arena#NO_ANSWER} where it differs from name to name
     */
    private record Known(int closest, DnsName gap, int type, Arena arena, int answer) {
        @SuppressWarnings("ReferenceEquality") // of names in one zone
        boolean is(int otherClosest, DnsName otherGap, int otherType) {
            return closest == otherClosest && gap == otherGap && type == otherType;
        }
    }

    /**
     * Answers for a name that is not in the table.
     *
     * @return where the message ends, -1 when the answer does not fit, or {@link #WORK_OUT}
     */
    int answer(Query query, int room) {
        Suffixes name = query.name();
        int label = 0;
        int node = table.find(name, 0);
        if (node != 0) {
            return WORK_OUT;
        }
        while (node == 0) {
            node = table.find(name, ++label);
        }
        if (table.kind(node) == Arena.MOVED) {
            return WORK_OUT;
        }
        DnsName asked = query.nameValue();
        DnsName gap = zone.lastUpTo(asked, RecordType.NSEC).orElseThrow();
        int type = table.kind(node) == Arena.WILD ? query.type() : ANY_TYPE;
        int mixed = ((node * 31 + gap.hashCode()) * 31 + type) * 0x9e3779b1;
        int slot = (mixed >>> 16) & (known.length() - 1);
        Known found = known.getAcquire(slot);
        if (found == null || !found.is(node, gap, type)) {
            found = make(node, gap, type, asked, query.type(), name.labels() - label);
            known.setRelease(slot, found);
        }
        return found.answer() == Arena.NO_ANSWER ? WORK_OUT : found.arena().copy(found.answer(), query, room);
    }

    private Known make(int node, DnsName gap, int type, DnsName asked, int askedType, int labels) {
        DnsName closest = asked.last(labels);
        var arena = new Arena();
        int answer = Arena.NO_ANSWER;
        if (table.kind(node) != Arena.WILD) {
            Reply reply = Resolution.of(zone, asked, RecordType.of(askedType), Detail.SECURE);
            if (reply.rcode() == Rcode.NXDOMAIN && reply.answer().isEmpty()) {
                answer = arena.add(Rendering.of(reply, closest, Rendering.For.BELOW));
            }
        } else if (zone.find(closest.wildcard(), RecordType.CNAME).isEmpty()) {
            Reply reply = Resolution.of(zone, asked, RecordType.of(askedType), Detail.SECURE);
            // As good as any that is not there; the wildcard itself may own a record of the proof.
            DnsName nominal = asked.last(labels + 1);
            answer = arena.add(Rendering.of(of(reply, asked, nominal), nominal, Rendering.For.WILDCARD));
        }
        arena.trim();
        return new Known(node, gap, type, arena, answer);
    }

    /** The same for another name that the wildcard stands for. */
    private static Reply of(Reply reply, DnsName asked, DnsName other) {
        List<Entry> answer = reply.answer().stream()
                .map(e -> e.owner().equals(asked) ? new Entry(other, e.set()) : e)
                .toList();
        return new Reply(reply.rcode(), reply.authoritative(), answer, reply.authority(), reply.glue(), reply.extras());
    }
}
