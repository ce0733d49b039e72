package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** A victim of one thread, which has a little more to compute than one CPU can do; the other CPUs are idle. */
public final class HotThread implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                "hot-thread",
                Family.CPU,
                "one thread that serves all requests and has too much to compute",
                "single-thread");
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().oneThread();
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("burn " + (17 + 3 * intensity));
    }
}
