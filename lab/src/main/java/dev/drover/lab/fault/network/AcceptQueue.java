package dev.drover.lab.fault.network;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The victim stops accepting; its queue is short. */
public final class AcceptQueue implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                "accept-queue", Family.NETWORK, "a service that does not accept connections", "listen-overflow");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().backlog(32 / 2);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("stop-accepting");
        scene.settle(1);
    }
}
