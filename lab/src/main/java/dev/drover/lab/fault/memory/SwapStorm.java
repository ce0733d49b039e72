package dev.drover.lab.fault.memory;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.lab.site.Swap;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** A group with less memory than what the victim works with: its pages go out to swap and come back all the time. */
public final class SwapStorm implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of(
                        "swap-storm",
                        Family.MEMORY,
                        "programs whose pages are swapped out and in all the time",
                        "swap-storm",
                        "cgroup-memory")
                .needs(Need.controller("memory"), Need.tool("mkswap", "util-linux"), Need.tool("swapon", "mount"))
                .ofTheMachine();
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Swap.make(scene.site(), 512);
        Cgroup group = scene.site().cgroup("memory");
        group.set("memory.swappiness", 100);
        scene.plan().in(group).memory(120);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("memory");
        group.limitMemory(group.number("memory.usage_in_bytes") - scene.about((50L + 25L * intensity) << 20));
        scene.settle(1);
    }
}
