package dev.drover.dns.answer;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;

/**
 * A steered name of which all names directly below are answered alike, for each client anew: whoever makes one up can tell later by its
 * label which question belongs to which request. All else at and below it is the zone's, as is {@code _acme-challenge}.
 */
final class Beacon implements Authority {
    private final DnsName name;
    private final SteeredNode below;
    private final ZoneAnswers zone;
    private final Witness witness;

    Beacon(Steered steered, Witness witness, ZoneAnswers zone) {
        this.name = steered.name();
        this.below = SteeredNode.below(steered, zone);
        this.zone = zone;
        this.witness = witness;
    }

    @Override
    public DnsName origin() {
        return name;
    }

    @Override
    public int payload() {
        return zone.payload();
    }

    /** What an authority looks for before it certifies the name itself (RFC 8555 section 8.4). */
    private static boolean isChallenge(Query query) {
        return query.nameValue().firstLabel().equalsIgnoreCase("_acme-challenge");
    }

    @Override
    public int answer(Query query, int room, boolean stream) {
        if (query.name().labels() != name.labels() + 1 || isChallenge(query)) {
            query.answeredBy(zone);
            return zone.answer(query, room, stream);
        }
        int type = query.type();
        boolean address = type == RecordType.A.number() || type == RecordType.AAAA.number();
        if (address) {
            witness.asked(query);
        }
        return address ? below.answer(query, room) : below.nothing(query, room);
    }
}
