package dev.drover.lab.fault.service;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** Each request holds the one lock of the victim for longer than the next is away. */
public final class LockConvoy implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.hidden(
                "lock-convoy",
                Family.SERVICE,
                "requests that queue for one lock",
                "threads that wait for each other leave no trace in the counters of a host");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("lock " + scene.about(22 + 4L * intensity));
    }
}
