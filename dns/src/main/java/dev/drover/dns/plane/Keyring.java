package dev.drover.dns.plane;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.rollover.DsQuestion;
import dev.drover.dns.rollover.Rollovers;
import dev.drover.model.Model;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Secrets;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.ZoneKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The keys of the zones that are signed: what there are, how they follow each other, and what operators say of that. */
public final class Keyring implements AutoCloseable {
    private final InstantSource clock;
    private final Supplier<Generation> current;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Rollovers rollovers;
    private final SigningPlans plans;
    private final Runnable renew;

    /**
     * That of a plane.
     *
     * @param current the generation in force
     * @param renew makes answers anew, with the keys of the moment
     */
    Keyring(DnsLoans loans, Supplier<Generation> current, Runnable renew) {
        this.clock = loans.ticker();
        this.current = current;
        this.renew = renew;
        this.rollovers = new Rollovers(loans.keySteps(), loans.ticker(), loans.folder(), new DsQuestion(), workers);
        this.plans = new SigningPlans(loans.ticker(), loans.folder(), Secrets.here(), rollovers);
        loans.metrics().register(new KeyMetrics(rollovers::waiting));
    }

    Map<DnsName, Plan> plans(Model model, Readings.Reading reading) throws NotPrepared {
        return plans.of(model, reading, current.get().basis());
    }

    /** A model is in force. */
    void use(Basis basis) {
        plans.use(basis.model(), basis.plans());
    }

    /** Has keys follow each other that are to. */
    void tick() {
        if (rollovers.tick()) {
            renew.run();
        }
    }

    /** The keys of the zones that are signed. */
    public List<ZoneKeys> all() {
        return KeyList.of(current.get().basis().plans().values(), rollovers.waiting(), clock.instant());
    }

    /** The zone above vouches for the next key, as somebody says. */
    public ZoneKeys.Done seen(ZoneKeys.Seen seen, String by) throws Refused {
        DnsName zone;
        try {
            zone = DnsName.parse(seen.zone() == null ? "" : seen.zone().strip());
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    Refused.Cause.BAD_INPUT,
                    seen.zone() + " is no name: " + e.getMessage() + "\n  fix: a zone such as example.com");
        }
        String done = rollovers.seen(zone, by);
        tick();
        return new ZoneKeys.Done(done);
    }

    /** Zones whose next key waits for somebody. */
    List<NameTraffic.KeyWaits> waiting() {
        return rollovers.waiting().stream()
                .map(w -> new NameTraffic.KeyWaits(KeyList.bare(w.zone()), w.since(), w.why(), KeyList.confirm(w)))
                .toList();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
