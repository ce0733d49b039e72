package dev.drover.observe.use;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Nic;
import dev.drover.observe.counter.net.Nics;
import dev.drover.observe.counter.net.Softnet;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.ToLongFunction;

/** Each interface, and the CPUs' taking up of packets. */
final class NetworkRows {
    private static final double FULL = 0.9;
    private static final double SOFTIRQ = 0.5;

    private NetworkRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<Change<Interfaces>> change = window.change(Interfaces.GROUP);
        for (String name :
                change.map(c -> List.copyOf(c.after().byName().keySet())).orElse(List.of())) {
            Measured<Change<Interface>> one = change.then(c -> of(c, name));
            rows.add(new Row(
                    Row.Kind.NETWORK,
                    "interface " + name,
                    one.then(c -> full(window, c, name)),
                    rate(one, i -> i.rxDropped() + i.txDropped() + i.rxFifo() + i.txFifo())
                            .map(n -> Figure.never(n, "packets dropped")),
                    rate(one, i -> i.rxErrors() + i.txErrors()).map(n -> Figure.never(n, "errors"))));
        }
        Measured<Change<Softnet>> softnet = window.change(Softnet.GROUP);
        rows.add(new Row(
                Row.Kind.NETWORK,
                "packet handling",
                window.change(Cpus.GROUP)
                        .then(Cpus::shares)
                        .map(CpuShares::softirq)
                        .map(share -> Figure.share(share, SOFTIRQ, "of all CPU time")),
                softnet.then(c -> c.rate(Softnet::squeezed)).map(n -> Figure.never(n, "ran out of their turn")),
                softnet.then(c -> c.rate(Softnet::dropped)).map(n -> Figure.never(n, "dropped at full backlogs"))));
    }

    private static Measured<Change<Interface>> of(Change<Interfaces> change, String name) {
        Interface before = change.before().byName().get(name);
        Interface after = change.after().byName().get(name);
        return before == null || after == null
                ? Measured.not("it is new")
                : Measured.of(new Change<>(before, after, change.seconds()));
    }

    private static Measured<Double> rate(Measured<Change<Interface>> change, ToLongFunction<Interface> counter) {
        return change.then(c -> c.rate(counter));
    }

    /** Of the fuller direction. */
    private static Measured<Figure> full(Window window, Change<Interface> change, String name) {
        return change.rate(Interface::rxBytes)
                .then(in -> change.rate(Interface::txBytes).then(out -> {
                    String carried =
                            Unit.BYTES_PER_SECOND.show(in) + " in, " + Unit.BYTES_PER_SECOND.show(out) + " out";
                    Nic nic = window.now(Nics.GROUP)
                            .map(n -> n.byName())
                            .orElse(java.util.Map.of())
                            .get(name);
                    Measured<Double> speed = nic == null ? Measured.not("") : nic.bitsPerSecond();
                    return speed.isMeasured()
                            ? speed.map(bits -> Figure.share(
                                    8 * (nic != null && nic.half() ? in + out : Math.max(in, out)) / bits,
                                    FULL,
                                    "full: " + carried))
                            : Measured.not("it has no known speed; " + carried);
                }));
    }
}
