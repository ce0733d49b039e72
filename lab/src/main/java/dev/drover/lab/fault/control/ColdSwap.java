package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.lab.site.Swap;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A process that sleeps was swapped out, up to the last places of the swap; nobody asks for those pages. */
public final class ColdSwap implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("cold-swap", Family.MEMORY, "pages in swap that nobody needs")
                .needs(
                        Need.controller("memory"),
                        Need.tool("mkswap", "util-linux"),
                        Need.tool("swapon", "mount"),
                        Need.tool("stress-ng", "stress-ng"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Swap.make(scene.site(), 128);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.fault().cgroup("memory");
        scene.start(
                List.of(group),
                "stress-ng",
                "--quiet",
                "--vm",
                "1",
                "--vm-bytes",
                "200M",
                "--vm-method",
                "write64",
                "--vm-hang",
                "0",
                "--timeout",
                "60");
        scene.settle(3);
        // only now that it sleeps: a limit from the start makes it read back what it has just lost
        group.limitMemory((200L - 48 - 2L * intensity) << 20);
        scene.settle(3);
    }
}
