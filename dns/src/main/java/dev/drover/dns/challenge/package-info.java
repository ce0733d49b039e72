/**
 * What certification authorities look for before they give out a certificate: TXT records below {@code _acme-challenge} (RFC 8555
 * section 8.4) that somebody who runs Drover puts beside the records of a zone, for a short time.
 *
 * <p>Where nodes share a registry they agree on them by the port {@link dev.drover.plane.Challenges}; a node for itself keeps them in
 * memory. Nothing else can be changed this way, and nobody who asks by DNS can change anything.
 *
 * <p>Start here: {@link dev.drover.dns.challenge.ChallengeDesk}.
 */
@NullMarked
package dev.drover.dns.challenge;

import org.jspecify.annotations.NullMarked;
