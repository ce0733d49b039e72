/**
 * Signatures of zones (RFC 4033 to 4035): the keys, derived from one secret or imported, which of them are published and which sign at a
 * moment, and the zone that comes out, with its signatures, denials and keys as records like any other.
 *
 * <p>Start here: {@link dev.drover.dns.sign.ZoneSigner}, {@link dev.drover.dns.sign.KeyPlan}.
 */
@NullMarked
package dev.drover.dns.sign;

import org.jspecify.annotations.NullMarked;
