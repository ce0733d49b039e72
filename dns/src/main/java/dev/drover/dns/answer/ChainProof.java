package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Proves by the gaps between the names of the zone, each a record that was signed beforehand (RFC 4035 section 3.1.3). */
record ChainProof(Zone zone, List<Entry> authority, Set<DnsName> shown) implements Proof {
    ChainProof(Zone zone, List<Entry> authority) {
        this(zone, authority, new HashSet<>());
    }

    @Override
    public Optional<Entry> signature(DnsName name, DnsName source, RecordSet set, List<RecordSet> beside) {
        return Proof.kept(name, set, beside);
    }

    /** The signature of a wildcard says that it is one: what lies closer is to be denied. */
    @Override
    public void answered(DnsName name, DnsName source) {
        if (!source.equals(name)) {
            missing(name);
        }
    }

    /** One that owns nothing is shown by the gap that it lies in. */
    @Override
    public void without(DnsName name, DnsName source, List<RecordSet> sets) {
        missing(source);
        answered(name, source);
    }

    @Override
    public void missing(DnsName name, DnsName closest) {
        missing(name);
        if (closest.length() + 2 <= DnsName.LONGEST) {
            missing(closest.wildcard());
        }
    }

    private void missing(DnsName name) {
        zone.lastUpTo(name, RecordType.NSEC).filter(shown::add).ifPresent(owner -> Proof.show(zone, owner, authority));
    }
}
