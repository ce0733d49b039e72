/**
 * Zones as they were declared: all records below an origin, sound enough to be answered from. Nothing here answers; {@code answer}
 * compiles zones into tables.
 *
 * <p>Start here: {@link dev.drover.dns.zone.Zone}.
 */
@NullMarked
package dev.drover.dns.zone;

import org.jspecify.annotations.NullMarked;
