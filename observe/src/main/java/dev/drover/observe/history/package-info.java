/**
 * What a host went through: a sampler that runs all the time, the last hour of it in memory, days of it on disk.
 *
 * <p>Keeps recordings and hands them out; judges nothing, and never holds up whoever asks for the newest sample.
 *
 * <p>Start here: {@link dev.drover.observe.history.History}.
 */
@NullMarked
package dev.drover.observe.history;

import org.jspecify.annotations.NullMarked;
