/**
 * The plane of names: reads the zones of a model, serves them on its listeners, and exchanges what is answered when model or health
 * change. It measures nothing, and asks nobody on the way of a query.
 *
 * <p>Start here: {@link dev.drover.dns.plane.DnsPlane}.
 */
@NullMarked
package dev.drover.dns.plane;

import org.jspecify.annotations.NullMarked;
