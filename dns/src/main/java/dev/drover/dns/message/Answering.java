package dev.drover.dns.message;

import dev.drover.dns.name.DnsName;

/** Whoever answers for the names at and below an origin. */
public interface Answering {
    DnsName origin();
}
