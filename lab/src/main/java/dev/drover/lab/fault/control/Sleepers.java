package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** Many threads that wake now and then, do next to nothing and sleep again. */
public final class Sleepers implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                        "sleepers",
                        Family.CPU,
                        "thousands of processes that sleep, and a high load average of short naps")
                .needs(Need.tool("stress-ng", "stress-ng"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                "stress-ng",
                "--quiet",
                "--sleep",
                "2",
                "--sleep-max",
                Integer.toString(50 * intensity),
                "--timeout",
                "60");
    }
}
