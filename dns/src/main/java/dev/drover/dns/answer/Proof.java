package dev.drover.dns.answer;

import dev.drover.dns.answer.Reply.Entry;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Signer;
import dev.drover.dns.zone.Zone;
import java.util.List;
import java.util.Optional;

/** Signatures of what is answered, and records that prove what there is not, out of a signed zone. */
sealed interface Proof permits ChainProof, CompactProof {
    /**
     * For one answer of a signed zone.
     *
     * @param authority takes what is shown, once
     */
    static Proof of(Zone zone, List<Entry> authority) {
        Signer signer = zone.signer();
        return signer == null ? new ChainProof(zone, authority) : new CompactProof(zone, authority, signer);
    }

    /**
     * The signature of a set, given out under a name.
     *
     * @param source the name itself, or the wildcard that stands for it
     * @param beside all sets there
     */
    Optional<Entry> signature(DnsName name, DnsName source, RecordSet set, List<RecordSet> beside);

    /** The name is answered, by a wildcard if that is the source: no closer one is there. */
    void answered(DnsName name, DnsName source);

    /** The name is there, without the type. One that owns nothing is there as well, for what lies below it. */
    void without(DnsName name, DnsName source, List<RecordSet> sets);

    /** The name is not there, nor a wildcard below the closest name that is. */
    void missing(DnsName name, DnsName closest);

    /** The signature of a set among all at its owner, kept as long as the set; given out under the same name. */
    static Optional<Entry> kept(DnsName name, RecordSet set, List<RecordSet> beside) {
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

    /** The NSEC record that a name owns, with its signature. */
    static void show(Zone zone, DnsName owner, List<Entry> authority) {
        List<RecordSet> sets = zone.at(owner);
        RecordSet denial = zone.find(owner, RecordType.NSEC).orElseThrow();
        authority.add(new Entry(owner, denial));
        kept(owner, denial, sets).ifPresent(authority::add);
    }
}
