/**
 * Names of what the catalog holds, as Consul's users know them: services, nodes, prepared queries, addresses and what is at one. A name is
 * worked out when it is first asked for, and again when what it was made of has changed; in between a question meets bytes. It reads the
 * catalog of the moment and never asks anybody, so it goes on with what was last known.
 *
 * <p>Start here: {@link dev.drover.dns.discovery.DiscoveryNames}.
 */
@NullMarked
package dev.drover.dns.discovery;

import org.jspecify.annotations.NullMarked;
