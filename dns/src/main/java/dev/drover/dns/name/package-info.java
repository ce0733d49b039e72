/**
 * The words of DNS: names, types, and sets of records, as immutable values in the form they have on the wire. Nothing here knows
 * a zone or a message.
 *
 * <p>Start here: {@link dev.drover.dns.name.DnsName}, {@link dev.drover.dns.name.RecordSet}.
 */
@NullMarked
package dev.drover.dns.name;

import org.jspecify.annotations.NullMarked;
