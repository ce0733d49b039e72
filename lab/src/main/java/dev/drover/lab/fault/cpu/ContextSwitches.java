package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Threads that hand a byte to each other as fast as they can, beside the victim in one group. */
public final class ContextSwitches implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "context-switches",
                        Family.CPU,
                        "pairs of threads that wake each other beside the victim",
                        "context-switches",
                        "cpu-run-queue",
                        "kernel-time",
                        "scheduler-delay")
                .needs(Need.controller("cpu"), Need.tool("stress-ng", "stress-ng"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().in(scene.site().cgroup("cpu"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(scene.site().cgroup("cpu")),
                "stress-ng",
                "--quiet",
                "--pipe",
                Long.toString(scene.about(4L * intensity)),
                "--timeout",
                "60");
    }
}
