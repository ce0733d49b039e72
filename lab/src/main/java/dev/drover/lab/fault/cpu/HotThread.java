package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** One thread of the victim takes all of a CPU, on which the victim lives alone; the other CPUs are idle. */
public final class HotThread implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "hot-thread",
                        Family.CPU,
                        "one thread of the victim burns a CPU while its requests wait for the lock it holds",
                        "single-thread")
                .needs(Need.tool("taskset", "util-linux"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().by("taskset", "-c", "0");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("spin " + intensity);
    }
}
