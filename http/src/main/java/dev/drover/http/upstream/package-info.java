/**
 * Connections to upstreams, owned by one event loop each: pools that keep them, the exchange of one request and its response on
 * one of them, and what can go wrong with it as values.
 *
 * <p>Start here: {@link dev.drover.http.upstream.Pool} lends a {@link dev.drover.http.upstream.Link}.
 */
@NullMarked
package dev.drover.http.upstream;

import org.jspecify.annotations.NullMarked;
