package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Interfaces;
import dev.drover.observe.counter.net.Nic;
import dev.drover.observe.counter.net.Nics;
import dev.drover.observe.sample.Interval;
import java.util.List;
import java.util.Optional;

/**
 * What one interface did in an interval, per second; {@code missed} had no place in the card's ring.
 *
 * @param bitsPerSecond of the link
 */
record Link(
        String name,
        double rxBytes,
        double txBytes,
        double rxPackets,
        double txPackets,
        double rxErrors,
        double txErrors,
        double rxDropped,
        double txDropped,
        double missed,
        Measured<Double> bitsPerSecond,
        boolean half) {
    /** All interfaces but the loopback whose counters can be compared. */
    static Measured<List<Link>> all(Interval interval) {
        Measured<Change<Nics>> nics = interval.change(Nics.GROUP);
        return interval.change(Interfaces.GROUP)
                .map(change -> change.after().byName().keySet().stream()
                        .filter(name -> !name.equals("lo"))
                        .flatMap(name -> one(change, nics, name).stream())
                        .toList());
    }

    static Measured<Double> of(Interval interval, String name, java.util.function.ToDoubleFunction<Link> number) {
        return all(interval)
                .then(links -> links.stream()
                        .filter(link -> link.name.equals(name))
                        .findFirst()
                        .map(link -> Measured.of(number.applyAsDouble(link)))
                        .orElse(Measured.not(name + " cannot be compared")));
    }

    private static Optional<Link> one(Change<Interfaces> change, Measured<Change<Nics>> nics, String name) {
        Interface a = change.before().byName().get(name);
        Interface b = change.after().byName().get(name);
        if (a == null || b == null || b.rxPackets() < a.rxPackets() || b.txPackets() < a.txPackets()) {
            return Optional.empty();
        }
        double s = change.seconds();
        Measured<Nic> nic = nics.then(n -> {
            Nic found = n.after().byName().get(name);
            return found == null ? Measured.not(name + " is not in /sys/class/net") : Measured.of(found);
        });
        return Optional.of(new Link(
                name,
                grown(a.rxBytes(), b.rxBytes()) / s,
                grown(a.txBytes(), b.txBytes()) / s,
                grown(a.rxPackets(), b.rxPackets()) / s,
                grown(a.txPackets(), b.txPackets()) / s,
                grown(a.rxErrors(), b.rxErrors()) / s,
                grown(a.txErrors(), b.txErrors()) / s,
                grown(a.rxDropped(), b.rxDropped()) / s,
                grown(a.txDropped(), b.txDropped()) / s,
                nics.then(n -> Missed.grown(n, name)).orElse(0L) / s,
                nic.then(Nic::bitsPerSecond),
                nic.map(Nic::half).orElse(false)));
    }

    /** A counter that a driver set back counts for nothing in this interval. */
    private static double grown(long before, long after) {
        return Math.max(0, after - before);
    }

    /** How full its fuller direction is, from 0 to 1; both share a link that is half duplex. */
    Measured<Double> full() {
        double bits = 8 * (half ? rxBytes + txBytes : Math.max(rxBytes, txBytes));
        return bitsPerSecond.map(most -> bits / most);
    }

    boolean sendsMore() {
        return txBytes >= rxBytes;
    }
}
