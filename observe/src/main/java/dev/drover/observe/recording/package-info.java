/**
 * What a host's files held, frame by frame, in one file that can be diagnosed later and elsewhere.
 *
 * <p>Keeps bytes as they were read and knows nothing of their meaning: a later version's rules read old recordings.
 *
 * <p>Start here: {@link dev.drover.observe.recording.Recorder} writes, {@link dev.drover.observe.recording.Recording} reads.
 */
@NullMarked
package dev.drover.observe.recording;

import org.jspecify.annotations.NullMarked;
