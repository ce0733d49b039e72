package dev.drover.dns.answer;

import dev.drover.dns.name.DnsName;

/**
 * A name whose addresses depend on who asks. It stands in a zone, where it {@linkplain dev.drover.dns.zone.Zone.Builder#exists exists},
 * and has other types from there.
 *
 * @param origin of the zone
 * @param ttl of its addresses, in seconds
 */
public record Steered(DnsName name, DnsName origin, int ttl, Chooser chooser) {}
