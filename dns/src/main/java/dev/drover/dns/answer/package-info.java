/**
 * Answers of an authoritative server. What a zone says to a question is worked out once per generation of the zone and kept as the
 * bytes that go out; a query finds its bytes by two lookups in a table. Nothing here waits, reads a clock, or allocates for a query, but for
 * those that a DNAME rewrites.
 *
 * <p>Start here: {@link dev.drover.dns.answer.Answers}.
 */
@NullMarked
package dev.drover.dns.answer;

import org.jspecify.annotations.NullMarked;
