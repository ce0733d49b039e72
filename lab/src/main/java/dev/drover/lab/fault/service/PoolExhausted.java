package dev.drover.lab.fault.service;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.Upstream;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** The victim loses connections out of its pool, until those that are left cannot carry its requests. */
public final class PoolExhausted implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.hidden(
                "pool-exhausted",
                Family.SERVICE,
                "a pool of connections that are not given back",
                "who waits for a pool looks like having nothing to do");
    }

    private static final int POOL = 8;

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Upstream upstream = scene.startUpstream(List.of());
        upstream.slow(60);
        scene.plan().upstream(Upstream.PLACE, upstream.port(), 1_000).pool(POOL);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("leak " + (POOL - 3 + intensity));
        scene.settle(1);
    }
}
