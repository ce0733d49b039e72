/**
 * Counts that a scrape reads while the event loops go on: each has one writing loop, so that adding is a plain store.
 *
 * <p>Start here: {@link dev.drover.gateway.measure.Count}.
 */
@NullMarked
package dev.drover.gateway.measure;

import org.jspecify.annotations.NullMarked;
