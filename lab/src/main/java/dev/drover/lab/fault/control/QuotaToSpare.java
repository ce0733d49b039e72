package dev.drover.lab.fault.control;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.fault.Need;
import dev.drover.lab.fault.Scene;
import dev.drover.lab.site.Cgroup;
import dev.drover.observe.rule.Family;
import java.io.IOException;
import java.util.List;

/** A process computes for a part of the time, well within the quota of its group. */
public final class QuotaToSpare implements Fault {
    @Override
    public FaultFacts facts() {
        return FaultFacts.control("quota-to-spare", Family.CPU, "a group with a quota of which it uses two thirds")
                .needs(Need.controller("cpu"), Need.tool("stress-ng", "stress-ng"));
    }

    @Override
    public void prepare(Scene scene) throws IOException, InterruptedException {
        Cgroup group = scene.site().cgroup("cpu");
        group.set("cpu.cfs_quota_us", 150_000);
        scene.plan().in(group);
    }

    @Override
    public void inject(Scene scene, int intensity) throws IOException, InterruptedException {
        scene.start(
                List.of(scene.site().cgroup("cpu")),
                "stress-ng",
                "--quiet",
                "--cpu",
                "1",
                "--cpu-load",
                Integer.toString(10 * intensity),
                "--timeout",
                "60");
    }
}
