package dev.drover.dns.plane;

import dev.drover.dns.answer.Witness;
import dev.drover.dns.missteer.Meter;
import dev.drover.dns.missteer.Policy;
import dev.drover.dns.steer.Stays;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.plane.Arrivals;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.Refused;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** To which sites clients belong by the answers in force, and who arrives at this one all the same. */
public final class Belonging implements AutoCloseable {
    private final InstantSource clock;
    private final String node;
    private final Stays stays;
    private final Supplier<Generation> current;
    private final Meter meter;

    /** Where the last generation that somebody asked about sends clients. */
    private volatile @Nullable Judging judging;

    /**
     * Counts nothing until a model wants it.
     *
     * @param node name of this one, which tells its site
     * @param current the generation in force
     */
    Belonging(InstantSource clock, String node, Stays stays, Supplier<Generation> current) {
        this.clock = clock;
        this.node = node;
        this.stays = stays;
        this.current = current;
        this.meter = new Meter(clock, this::policy, this::site);
    }

    private record Judging(Generation by, Policy policy) {}

    /** The same as long as the generation is; asking leaves no trace. */
    private Policy policy() {
        Generation now = current.get();
        Judging known = judging;
        if (known == null || known.by() != now) {
            Basis basis = now.basis();
            known = new Judging(
                    now,
                    new Policy(basis.model(), now.snapshot(), basis.locating(), stays.unchanged(), clock.instant()));
            judging = known;
        }
        return known.policy();
    }

    private Optional<String> site() {
        return Optional.ofNullable(current.get().basis().model().nodes().get(node))
                .flatMap(Node::site);
    }

    /** Is told who asks for names below beacons. */
    Witness witness() {
        return meter;
    }

    Meter meter() {
        return meter;
    }

    /** Counts what a model wants. */
    void use(Model model) {
        meter.use(model.dns().flatMap(Dns::watching).flatMap(Dns.Watching::missteer));
    }

    /** The port that is told of requests that arrived here. */
    public Arrivals arrivals() {
        return meter;
    }

    /** Requests that should have arrived at another site. */
    public Missteer missteer() throws Refused {
        if (!meter.isOn()) {
            throw new Refused(
                    Refused.Cause.CONFLICT, "requests are not compared with what names answer: dns: {missteer: {}}");
        }
        return meter.report();
    }

    @Override
    public void close() {
        meter.close();
    }
}
