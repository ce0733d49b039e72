package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Shells that start a program over and over, as bad health checks do, beside the victim in one group. */
public final class ForkStorm implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("fork-storm", Family.CPU, "shells that start processes without end", "fork-storm")
                .needs(Need.controller("cpu"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().in(scene.site().cgroup("cpu"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        long shells = scene.about(8L + 8L * intensity);
        for (int i = 0; i < shells; i++) {
            scene.shell(List.of(scene.site().cgroup("cpu")), "while :; do /bin/true; done");
        }
    }
}
