package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Nics;
import dev.drover.observe.sample.Window;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Numbers of network interfaces as alerts ask for them; of many the worst one counts. */
final class NicNumbers {
    private NicNumbers() {}

    /** A number of what one interface did; not measurable, if it does not have it. */
    interface OfOne {
        Measured<Double> of(Change<Interface> change);
    }

    static Function<Window, Measured<Double>> worst(OfOne number) {
        return window -> window.change(Interfaces.GROUP).then(change -> {
            OptionalDouble max = Numbers.pairs(change, nics -> nics.byName())
                    .map(number::of)
                    .filter(Measured::isMeasured)
                    .mapToDouble(value -> value.orElse(0.0))
                    .max();
            return max.isPresent() ? Measured.of(max.getAsDouble()) : Measured.not("no interface");
        });
    }

    static OfOne rate(ToLongFunction<Interface> counter) {
        return change -> change.rate(counter);
    }

    /** Percent of one counter's growth in another's, if that grew by so much a second. */
    static OfOne percent(ToLongFunction<Interface> part, ToLongFunction<Interface> all, double least) {
        return change -> change.rate(part)
                .then(p -> change.rate(all)
                        .then(a -> a <= least || a == 0 ? Measured.not("too few packets") : Measured.of(100 * p / a)));
    }

    /** Percent of the speed of the link, of those that have one. */
    static Function<Window, Measured<Double>> utilisation(ToLongFunction<Interface> bytes) {
        return window -> window.now(Nics.GROUP)
                .then(nics -> worst(change -> {
                            var nic = nics.byName().get(change.after().name());
                            return nic == null
                                    ? Measured.not("unknown")
                                    : nic.bitsPerSecond()
                                            .then(speed -> change.rate(bytes).map(rate -> 100 * 8 * rate / speed));
                        })
                        .apply(window));
    }
}
