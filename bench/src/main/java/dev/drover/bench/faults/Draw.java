package dev.drover.bench.faults;

import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import dev.drover.lab.fault.Fault;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The cases of a fresh run: every fault and every control, in three intensities, each with a seed that one number draws.
 *
 * <p>A case's seed varies the strength of its fault. Rules are tuned with seeds below 1000; none of these is ever drawn. What is
 * drawn for a case depends on its fault and intensity and on nothing else, so that a part of a run is that part of the whole.
 */
final class Draw {
    static final long TUNING = 1_000;

    private static final long MOST = 1_000_000_000;

    private Draw() {}

    static List<Case> of(long seed) {
        return Faults.ALL.stream()
                .flatMap(fault -> IntStream.rangeClosed(1, 3).mapToObj(intensity -> one(seed, fault, intensity)))
                .toList();
    }

    private static Case one(long seed, Fault fault, int intensity) {
        long place = 31L * fault.facts().id().hashCode() + intensity;
        return new Case(fault, intensity, new SplittableRandom(seed * 1_000_003 + place).nextLong(TUNING, MOST));
    }
}
