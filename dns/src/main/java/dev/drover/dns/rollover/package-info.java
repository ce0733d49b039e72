/**
 * Keys that the zone above vouches for, which follow each other by themselves: the new one is published and signs the keys beside the old one,
 * the zone above is told of it (CDS and CDNSKEY, RFC 7344) and asked for its DS record, and the old one goes when nobody keeps a DS
 * record of it any more. That is the method of two signatures (RFC 6781 section 4.1.2, Double-KSK in RFC 7583 section 3.3.1).
 *
 * <p>How far a zone has got is the one thing about keys that has to be remembered. Nodes with one registry agree on it by the port
 * {@link dev.drover.plane.KeySteps}; each keeps it in a file as well.
 *
 * <p>Start here: {@link dev.drover.dns.rollover.Rollovers}, {@link dev.drover.dns.rollover.Succession}.
 */
@NullMarked
package dev.drover.dns.rollover;

import org.jspecify.annotations.NullMarked;
