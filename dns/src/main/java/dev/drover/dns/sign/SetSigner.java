package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.zone.Signer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Signs sets of one zone that are made while it is answered. What was signed is remembered while it holds, so that the same addresses are
 * signed once, whatever comes between; memory is bounded. Safe for all threads.
 */
public final class SetSigner implements Signer {
    private static final int MOST = 4096;

    private final KeyPlan plan;
    private final InstantSource clock;
    private final ConcurrentMap<Owned, Rdata> known = new ConcurrentHashMap<>();

    public SetSigner(KeyPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    private record Owned(DnsName owner, RecordSet set) {}

    @Override
    public Rdata sign(DnsName owner, RecordSet set) {
        var owned = new Owned(owner, set);
        Instant now = clock.instant();
        Rdata signature = known.get(owned);
        if (signature == null || !now.isBefore(Signatures.due(signature))) {
            if (known.size() >= MOST) {
                known.clear();
            }
            signature = Signatures.of(owner, set, plan.origin(), plan.at(now).zone(), now);
            known.put(owned, signature);
        }
        return signature;
    }
}
