package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A process of real-time priority that takes the CPU which the victim is bound to, for a while each time; the other CPUs are free. */
public final class RealTimeHog implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "real-time-hog",
                        Family.CPU,
                        "a real-time process on the CPU that the victim is bound to",
                        "scheduler-delay")
                .needs(Need.tool("taskset", "util-linux"), Need.tool("stress-ng", "stress-ng"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan().by("taskset", "-c", "0");
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                "stress-ng",
                "--quiet",
                "--cpu",
                "1",
                "--taskset",
                "0",
                "--sched",
                "fifo",
                "--sched-prio",
                "50",
                "--cpu-load",
                Long.toString(50 + 15L * intensity),
                "--cpu-load-slice",
                Long.toString(scene.about(100L * intensity)),
                "--timeout",
                "60");
        scene.settle(1);
    }
}
