package dev.drover.lab.fault.service;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The heap of the victim is full of what is in use; each request makes garbage, and each collection reads all of it. */
public final class GcStall implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                "gc-stall",
                Family.SERVICE,
                "a heap that is nearly full, collected all the time",
                "gc-stall",
                "single-thread");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().heap(128);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("retain " + (78 + scene.about(2L * intensity)));
    }
}
