package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;

/**
 * All that one zone answers, worked out beforehand; immutable. A name that exists is found at once; for one that does not, the closest
 * name above it that exists says what to answer: names that delegations or DNAMEs hide are not in the table.
 */
final class ZoneAnswers implements Authority {
    private final Zone zone;
    private final Arena arena;
    private final boolean minimal;
    private final int payload;

    ZoneAnswers(Zone zone, Arena arena, boolean minimal, int payload) {
        this.zone = zone;
        this.arena = arena;
        this.minimal = minimal;
        this.payload = payload;
    }

    Zone zone() {
        return zone;
    }

    /** Bytes of memory that the table takes. */
    int size() {
        return arena.size();
    }

    @Override
    public DnsName origin() {
        return zone.origin();
    }

    @Override
    public int payload() {
        return payload;
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        int answer = find(query);
        return answer == Arena.NO_ANSWER ? workOut(query, room) : arena.copy(answer, query, room);
    }

    private int find(Query query) {
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
        return arena.kind(node) == Arena.WILD ? arena.answer(below, query.type()) : below;
    }

    /** For what depends on more of the name than its ending: below a DNAME, or an alias of a wildcard that leads to itself. */
    private int workOut(Query query, int room) {
        DnsName name = query.nameValue();
        Reply reply = Resolution.of(zone, name, RecordType.of(query.type()), minimal);
        var single = new Arena();
        return single.copy(single.add(Rendering.of(reply, name, Rendering.For.ONE)), query, room);
    }
}
