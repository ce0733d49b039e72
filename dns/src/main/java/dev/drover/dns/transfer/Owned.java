package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;

/** Records with their owner. */
record Owned(DnsName owner, RecordSet set) {}
