package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.sign.Denial;
import dev.drover.dns.zone.Signer;
import dev.drover.dns.zone.Zone;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Proves by one record at the name asked for, as if that were there (RFC 9824): what owns records has such a record in the zone, all else gets
 * one made and signed for this answer. What a wildcard stands for is signed like any other name.
 */
record CompactProof(Zone zone, List<Entry> authority, Signer signer) implements Proof {
    @Override
    public Optional<Entry> signature(DnsName name, DnsName source, RecordSet set, List<RecordSet> beside) {
        return source.equals(name) ? Proof.kept(name, set, beside) : Optional.of(sign(name, set));
    }

    private Entry sign(DnsName name, RecordSet set) {
        return new Entry(name, RecordSet.of(RecordType.RRSIG, set.ttl(), signer.sign(name, set)));
    }

    @Override
    public void answered(DnsName name, DnsName source) {}

    @Override
    public void without(DnsName name, DnsName source, List<RecordSet> sets) {
        if (source.equals(name) && zone.find(name, RecordType.NSEC).isPresent()) {
            Proof.show(zone, name, authority);
        } else {
            make(name, sets.stream().map(RecordSet::type).toList());
        }
    }

    @Override
    public void missing(DnsName name, DnsName closest) {
        make(name, List.of(RecordType.NXNAME));
    }

    private void make(DnsName name, Collection<RecordType> there) {
        var types = new LinkedHashSet<RecordType>(List.of(RecordType.RRSIG, RecordType.NSEC));
        types.addAll(there);
        RecordSet denial =
                RecordSet.of(RecordType.NSEC, zone.negativeTtl(), Denial.of(Denial.next(name, zone.origin()), types));
        authority.add(new Entry(name, denial));
        authority.add(sign(name, denial));
    }
}
