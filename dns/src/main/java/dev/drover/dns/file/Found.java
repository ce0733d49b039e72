package dev.drover.dns.file;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;

/** A record with the place it was written at. */
record Found(DnsName owner, RecordType type, int ttl, Rdata data, Place place) {
    @Override
    public String toString() {
        return owner + " " + type;
    }
}
