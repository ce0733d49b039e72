package dev.drover.lab.fault.cpu;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Processes that hand a byte to each other as fast as they can. They are in no group: the scheduler of Linux 6.18 lets a group of such
 * keep a CPU from all others for seconds. */
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
                .needs(Need.tool("stress-ng", "stress-ng"))
                .ofTheMachine();
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                "stress-ng",
                "--quiet",
                "--pipe",
                Long.toString(scene.about(40L + 20L * intensity)),
                "--timeout",
                "60");
    }
}
