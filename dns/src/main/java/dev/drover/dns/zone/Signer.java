package dev.drover.dns.zone;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;

/** Port: signs what a zone says of names that nobody could list beforehand, while it says it. Safe for all threads. */
public interface Signer {
    /** The data of an RRSIG record. */
    Rdata sign(DnsName owner, RecordSet set);
}
