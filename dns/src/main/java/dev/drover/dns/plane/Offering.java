package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.transfer.Transfers;
import dev.drover.dns.transfer.Transfers.Offer;
import dev.drover.dns.zone.Zone;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What secondaries are offered at the moment. A zone that is signed is offered with its signatures, and stays the same until its serial
 * grows: what is renewed meanwhile is fetched with the next one.
 */
final class Offering {
    private final Transfers transfers;
    private final InstantSource clock;
    private Copies declared = new Copies(List.of(), List.of(), List.of());
    private Readings.Reading of = Readings.Reading.none();
    private Map<DnsName, Zone> signed = Map.of();

    Offering(Transfers transfers, InstantSource clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    /** Another model is in force. */
    synchronized void use(Copies copies, Generation now) {
        declared = copies;
        of = now.basis().reading();
        signed = Map.of();
        offer(now);
    }

    /** Signatures may have been renewed. Of a model that is just about to be in force nothing is offered under the zones of the one before. */
    @SuppressWarnings("ReferenceEquality") // One is read for each model.
    synchronized void renew(Generation now) {
        if (now.basis().reading() != of) {
            return;
        }
        boolean grown = signed.values().stream()
                .anyMatch(zone -> now.signed().serial(zone.origin()).orElse(-1) != zone.serial());
        boolean come = declared.offers().stream()
                .map(offer -> offer.zone().origin())
                .anyMatch(origin -> !signed.containsKey(origin)
                        && now.signed().serial(origin).isPresent());
        if (grown || come) {
            offer(now);
        }
    }

    private void offer(Generation now) {
        var next = new HashMap<DnsName, Zone>();
        var offers = new ArrayList<Offer>();
        for (Offer offer : declared.offers()) {
            DnsName origin = offer.zone().origin();
            if (!now.basis().plans().containsKey(origin)) {
                offers.add(offer);
                continue;
            }
            OptionalLong serial = now.signed().serial(origin);
            if (serial.isPresent()) {
                Zone zone = zone(offer.zone(), serial.getAsLong(), now);
                next.put(origin, zone);
                offers.add(new Offer(zone, offer.access(), offer.notified(), false));
            }
        }
        signed = next;
        transfers.offer(declared.keys(), offers);
    }

    private Zone zone(Zone plain, long serial, Generation now) {
        Zone before = signed.get(plain.origin());
        return before != null && before.serial() == serial
                ? before
                : Objects.requireNonNull(
                        now.signed().copy(plain, clock.instant()).orElse(null));
    }
}
