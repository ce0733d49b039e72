package dev.drover.observe.sample;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.time.Instant;
import java.util.Map;

/**
 * All counters at one moment.
 *
 * @param at by the wall clock, for telling
 * @param nanos by the monotonic clock, for measuring
 * @param readings by group, each of the group's own type
 * @param refused what could not be read for want of rights: how many paths of each kind, such as {@code /proc/[pid]/io}
 */
public record Sample(Instant at, long nanos, Map<Group<?>, Measured<?>> readings, Map<String, Integer> refused) {
    @SuppressWarnings("unchecked") // Sampler puts in only what the group itself has read
    public <T> Measured<T> get(Group<T> group) {
        Measured<?> reading = readings.get(group);
        return reading == null ? Measured.not(group + ": not sampled") : (Measured<T>) reading;
    }
}
