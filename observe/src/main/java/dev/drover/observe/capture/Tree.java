package dev.drover.observe.capture;

import java.time.Instant;

/**
 * A tree of small text files as {@code /proc} and {@code /sys} are: of this machine, exported into a folder, or recorded.
 *
 * <p>A path that ends in {@code /} is a folder: its content is the names in it, one a line. What the kernel tells by other means
 * than a file stands under {@code /drover/}, as text, so that every kind of tree carries it alike:
 *
 * <ul>
 *   <li>{@code /drover/fds/PID}: how many file descriptors that process has open
 * </ul>
 */
public interface Tree extends AutoCloseable {
    /** More than this is not read: no counter is that large. */
    int LARGEST = 8 << 20;

    /** Reads a path anew. Never throws. */
    Content read(String path);

    /**
     * Says that the next sample begins.
     *
     * @param at by the wall clock
     * @param nanos by the monotonic clock
     */
    default void nextRound(Instant at, long nanos) {}

    @Override
    default void close() {}
}
