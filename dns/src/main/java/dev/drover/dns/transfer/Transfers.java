package dev.drover.dns.transfer;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.serve.Aside;
import dev.drover.dns.zone.Zone;
import dev.drover.wire.framed.Conversation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives zones to secondaries and tells them of changes, and answers whatever is signed, which ordinary answers are not made for. Safe for
 * all threads: what is offered is exchanged as a whole.
 */
public final class Transfers implements Aside, AutoCloseable {
    private static final Logger LOG = System.getLogger(Transfers.class.getName());

    private final InstantSource clock;
    private final Secondaries secondaries;
    private final Notifier notifier;
    private volatile Table table = new Table(Map.of(), Map.of());

    public Transfers(InstantSource clock, Secondaries secondaries) {
        this.clock = clock;
        this.secondaries = secondaries;
        this.notifier = new Notifier(clock);
    }

    /**
     * A zone that may be copied.
     *
     * @param notified who is told of changes
     * @param same whether whoever offers this serial offers these very records; else they are given as a whole alone
     */
    public record Offer(Zone zone, Access access, List<Notified> notified, boolean same) {
        public Offer(Zone zone, Access access, List<Notified> notified) {
            this(zone, access, notified, true);
        }

        public Offer {
            notified = List.copyOf(notified);
        }
    }

    /** What is in force. */
    record Table(Map<DnsName, TransferKey> keys, Map<DnsName, Copy> copies) {}

    /** From now on these keys are known and these zones offered, and no others. Secondaries of those that changed are told. */
    public synchronized void offer(Collection<TransferKey> known, Collection<Offer> offers) {
        var keys = new HashMap<DnsName, TransferKey>();
        known.forEach(k -> keys.put(k.name(), k));
        Map<DnsName, Copy> before = table.copies();
        var copies = new HashMap<DnsName, Copy>();
        for (Offer offer : offers) {
            Copy old = before.get(offer.zone().origin());
            Copy next = old == null || !offer.same()
                    ? Copy.of(offer.zone(), offer.access())
                    : old.next(offer.zone(), offer.access());
            copies.put(offer.zone().origin(), next);
            if (old != null && old.isHiddenFromSecondaries(offer.zone())) {
                LOG.log(
                        Level.WARNING,
                        "{0} has changed, but its serial went from {1} to {2}: secondaries do not see that",
                        offer.zone().origin(),
                        Long.toString(old.zone().serial()),
                        Long.toString(offer.zone().serial()));
            }
        }
        table = new Table(keys, copies);
        for (Offer offer : offers) {
            Copy old = before.get(offer.zone().origin());
            if (old == null || old.zone().serial() != offer.zone().serial()) {
                notifier.tell(offer.zone(), offer.notified());
            }
        }
    }

    @Override
    public int respond(Query query, int length, Answers answers) {
        return new Exchange(query, length, table, secondaries, clock, Optional.empty()).answer(answers);
    }

    @Override
    public void respond(Query query, int length, Answers answers, Conversation with) {
        int size = new Exchange(query, length, table, secondaries, clock, Optional.of(with)).answer(answers);
        if (size == 0) {
            with.close();
        } else if (size != Exchange.BEING_SENT) {
            with.send(query.bytes(), size);
        }
    }

    /** Nobody is told of anything any more. */
    @Override
    public void close() {
        notifier.close();
    }
}
