package dev.drover.lab.fault.limit;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.victim.VictimPlan;
import dev.drover.observe.rule.Family;
import java.io.IOException;

/** The victim opens files and never closes them, until it may open no more. */
public final class DescriptorLimit implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.of("fd-limit", Family.LIMIT, "a victim that leaks descriptors up to its limit", "fd-limit")
                .needs(Need.tool("prlimit", "util-linux"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        scene.plan()
                .by("prlimit", "--nofile=256")
                .disk(VictimPlan.Disk.WRITE, scene.site().folder());
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.victim().tell("open 1000");
    }
}
