/**
 * What sites have to do with each other, which keep a registry each. Every node asks one node of each other site what that site
 * measures, over TLS with certificates of the common secret, and waits there for news; silence is seen within ten seconds. From what all
 * sites say comes how an instance is that stands at one of them. On the same way go questions of Consul's clients that are meant for another
 * site, and round trips are measured from which coordinates come. Nothing here is written to any registry.
 *
 * <p>Start here: {@link dev.drover.registry.sites.SiteLink}, {@link dev.drover.registry.sites.Quorum}.
 */
@NullMarked
package dev.drover.registry.sites;

import org.jspecify.annotations.NullMarked;
