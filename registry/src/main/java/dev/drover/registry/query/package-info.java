/**
 * Prepared queries (developer.hashicorp.com/consul/api-docs/query): which query a name means, what its template makes of the name,
 * which instances it lets through and in which order, and which other sites to ask if there are none. All are functions of what is
 * handed in; who asks other sites, and where queries are kept, is not decided here.
 *
 * <p>Start at {@link dev.drover.registry.query.Queries}.
 */
@NullMarked
package dev.drover.registry.query;

import org.jspecify.annotations.NullMarked;
