/**
 * Filters: the expressions of {@code ?filter=} in Consul's API, as {@code Meta.env == "qa" and not Port == 80}, checked against
 * what an endpoint's entries look like and then asked about each entry. An expression that cannot be understood is refused with
 * the words Consul uses. This package knows no registrations: entries are maps, lists, texts, numbers and truth values.
 *
 * <p>Start at {@link dev.drover.registry.filter.Filter}.
 */
@NullMarked
package dev.drover.registry.filter;

import org.jspecify.annotations.NullMarked;
