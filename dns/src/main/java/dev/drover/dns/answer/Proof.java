package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signatures of what is answered, and the records that prove what there is not (RFC 4035 section 3.1.3), out of a signed zone. */
final class Proof {
    private final Zone zone;
    private final List<Entry> authority;
    private final Set<DnsName> shown = new HashSet<>();

    /** @param authority takes what is shown, once */
    Proof(Zone zone, List<Entry> authority) {
        this.zone = zone;
        this.authority = authority;
    }

    /** The signature of a set, which is kept as long as that; given out under the same name. */
    static Optional<Entry> signature(DnsName name, RecordSet set, List<RecordSet> beside) {
        for (RecordSet other : beside) {
            if (other.type().equals(RecordType.RRSIG)) {
                List<Rdata> of = other.rdata().stream()
                        .filter(s -> s.u16(0) == set.type().number())
                        .toList();
                return of.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Entry(name, new RecordSet(RecordType.RRSIG, set.ttl(), of)));
            }
        }
        return Optional.empty();
    }

    /** The name is there, without the type. One that owns nothing is shown by the gap that it lies in. */
    void without(DnsName name) {
        missing(name);
    }

    /** The name is not there. */
    void missing(DnsName name) {
        zone.lastUpTo(name, RecordType.NSEC).ifPresent(this::show);
    }

    /** Neither is a wildcard below the closest name that is. */
    void missing(DnsName name, DnsName closest) {
        missing(name);
        if (closest.length() + 2 <= DnsName.LONGEST) {
            missing(closest.wildcard());
        }
    }

    private void show(DnsName owner) {
        if (shown.add(owner)) {
            List<RecordSet> sets = zone.at(owner);
            RecordSet denial = zone.find(owner, RecordType.NSEC).orElseThrow();
            authority.add(new Entry(owner, denial));
            signature(owner, denial, sets).ifPresent(authority::add);
        }
    }
}
