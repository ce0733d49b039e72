package dev.drover.dns.answer;

import dev.drover.dns.answer.Resolution.Detail;
import dev.drover.dns.message.Query;
import dev.drover.dns.message.Rcode;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import org.jspecify.annotations.Nullable;

/**
 * All that one zone answers, worked out beforehand; immutable. A name that exists is found at once; for one that does not, the closest
 * name above it that exists says what to answer: names that delegations or DNAMEs hide are not in the table.
 */
final class ZoneAnswers implements Authority {
    private final Zone zone;
    private final Arena usual;
    /** For who wants signatures; the same where there are none. */
    private final Arena secure;

    /** Of a zone that proves by a chain. */
    private final @Nullable Gaps gaps;

    private final int payload;

    private ZoneAnswers(Zone zone, Arena usual, Arena secure, int payload) {
        this.zone = zone;
        this.usual = usual;
        this.secure = secure;
        this.payload = payload;
        this.gaps = secure == usual || zone.signer() != null ? null : new Gaps(zone, secure);
    }

    static ZoneAnswers of(Zone zone, int payload) {
        Arena usual = ZoneCompiler.compile(zone, Detail.USUAL);
        Arena secure = zone.isSigned() ? ZoneCompiler.compile(zone, Detail.SECURE) : usual;
        return new ZoneAnswers(zone, usual, secure, payload);
    }

    Zone zone() {
        return zone;
    }

    /** Bytes of memory that the table takes. */
    int size() {
        return usual.size() + (secure == usual ? 0 : secure.size());
    }

    @Override
    public DnsName origin() {
        return zone.origin();
    }

    @Override
    public int payload() {
        return payload;
    }

    /** The one of its tables that has what this client wants. */
    Arena table(Query query) {
        return query.edns().dnssecOk() ? secure : usual;
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        Arena arena = table(query);
        int answer = find(arena, query);
        if (answer != Arena.NO_ANSWER) {
            return arena.copy(answer, query, room);
        }
        int end = arena == usual || gaps == null ? Gaps.WORK_OUT : gaps.answer(query, room);
        return end == Gaps.WORK_OUT ? workOut(arena == usual ? Detail.USUAL : Detail.SECURE, query, room) : end;
    }

    private int find(Arena arena, Query query) {
        Suffixes name = query.name();
        int node = arena.find(name, 0);
        if (node != 0) {
            return arena.answer(node, query.type());
        }
        int label = 0;
        while (node == 0) {
            node = arena.find(name, ++label);
        }
        int below = arena.below(node);
        if (arena.kind(node) != Arena.WILD) {
            return below;
        }
        // With proofs it depends on the name.
        return arena == usual ? arena.answer(below, query.type()) : Arena.NO_ANSWER;
    }

    /**
     * For what depends on more of the name than its ending: below a DNAME, an alias of a wildcard that leads to itself, and what proves
     * that a name is not there.
     */
    private int workOut(Detail detail, Query query, int room) {
        DnsName name = query.nameValue();
        Reply reply = Resolution.of(zone, name, RecordType.of(query.type()), detail);
        boolean compact = detail == Detail.SECURE && zone.signer() != null;
        if (compact && reply.rcode() == Rcode.NXDOMAIN && !query.edns().compactOk()) {
            // What is shown is a name that is there (RFC 9824 section 3.1).
            reply = reply.with(Rcode.NOERROR);
        }
        var single = new Arena();
        return single.copy(single.add(Rendering.of(reply, name, Rendering.For.ONE)), query, room);
    }
}
