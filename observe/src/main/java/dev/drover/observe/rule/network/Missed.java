package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Nic;
import dev.drover.observe.counter.net.Nics;
import dev.drover.observe.sample.Window;

/** Packets for which a network card had no free place in its ring. */
final class Missed {
    private Missed() {}

    /** By all cards together; 0 where no card tells it, for this is evidence beside others. */
    static double perSecond(Window window) {
        return window.change(Nics.GROUP)
                .map(change -> change.after().byName().keySet().stream()
                                .mapToLong(name -> grown(change, name).orElse(0L))
                                .sum()
                        / change.seconds())
                .orElse(0.0);
    }

    static Measured<Long> grown(Change<Nics> change, String name) {
        Nic before = change.before().byName().get(name);
        Nic after = change.after().byName().get(name);
        return before == null || after == null
                ? Measured.not(name + " was not there all the time")
                : before.missed().then(a -> after.missed().then(b -> Change.growth(a, b)));
    }
}
