package dev.drover.observe.counter;

import java.util.function.ToLongFunction;

/**
 * A reading and the one before it.
 *
 * @param seconds between them, by the monotonic clock; more than 0
 */
public record Change<T>(T before, T after, double seconds) {
    private static final String BACKWARDS = "the counter went backwards";

    /** How fast a counter grew, per second. */
    public Measured<Double> rate(ToLongFunction<? super T> counter) {
        return growth(counter.applyAsLong(before), counter.applyAsLong(after)).map(grown -> grown / seconds);
    }

    /** By how much a counter grew. */
    public Measured<Long> growth(ToLongFunction<? super T> counter) {
        return growth(counter.applyAsLong(before), counter.applyAsLong(after));
    }

    public static Measured<Long> growth(long before, long after) {
        return after < before ? Measured.not(BACKWARDS) : Measured.of(after - before);
    }

    /** Growth of a counter that the kernel keeps in 32 bits: from the last quarter of its range to the first it has wrapped. */
    public static Measured<Long> growth32(long before, long after) {
        boolean wrapped = after < before && before <= 0xFFFF_FFFFL && before >= 0xC000_0000L && after < 0x4000_0000L;
        return growth(before, wrapped ? after + 0x1_0000_0000L : after);
    }

    /** The same change of a part of the reading. */
    public <P> Change<P> of(java.util.function.Function<? super T, ? extends P> part) {
        return new Change<>(part.apply(before), part.apply(after), seconds);
    }
}
