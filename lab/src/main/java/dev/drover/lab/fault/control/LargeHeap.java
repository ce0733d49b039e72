package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A process touches as much memory as a large heap has, and sleeps. */
public final class LargeHeap implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control(
                        "large-heap", Family.MEMORY, "a program that holds much memory and does nothing with it")
                .needs(Need.tool("stress-ng", "stress-ng"));
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(),
                "stress-ng",
                "--quiet",
                "--vm",
                "1",
                "--vm-bytes",
                700 * intensity + "M",
                "--vm-hang",
                "0",
                "--timeout",
                "60");
        scene.settle(3);
    }
}
