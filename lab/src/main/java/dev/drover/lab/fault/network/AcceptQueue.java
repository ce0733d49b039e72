package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The victim accepts fewer connections than come, at last none; its queue is short. */
public final class AcceptQueue implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                "accept-queue",
                Family.NETWORK,
                "a service that accepts connections too slowly, or not at all",
                "listen-overflow");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().backlog(32 / 2);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("accept-every " + (intensity == 3 ? 60_000 : scene.about(40L * intensity)));
        scene.settle(1);
    }
}
