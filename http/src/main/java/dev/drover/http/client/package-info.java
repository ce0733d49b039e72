/**
 * A lean HTTP/1.1 client for checks: many targets, each asked now and then over a connection that is kept, on one event loop.
 *
 * <p>Start here: {@link dev.drover.http.client.ProbeTarget}.
 */
@NullMarked
package dev.drover.http.client;

import org.jspecify.annotations.NullMarked;
